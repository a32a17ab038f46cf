// The photos of an evening. Whatever a person wrote is put in by text interpolation or as an attribute only.

import { Add } from "workshop-photos/add.js";
import { Row } from "workshop-photos/row.js";

export default {
  components: { Add, Row },
  props: {
    rows: { type: Array, default: () => [] },
    tables: { type: Array, default: () => [] },
    texts: Object,
    address: String,
    most: Object,
    isWhole: Boolean,
    isReady: Boolean,
  },
  emits: ["describe", "move", "blur", "erase"],
  methods: {
    // Called by the server.
    done(photo) {
      this.$refs.rows?.find((each) => each.row.id === photo)?.done();
    },
    isEnd(at, step) {
      return this.rows[at + step]?.table !== this.rows[at].table;
    },
  },
  template: `
    <div class="photos">
      <Add :texts="texts" :tables="tables" :is-whole="isWhole" :address="address" :most="most" :is-full="rows.length >= most.photos" />
      <p v-if="isReady && !rows.length" class="empty-note">{{ texts.none }}</p>
      <ul v-if="rows.length" class="photo-list" :aria-label="texts.list">
        <Row v-for="(row, at) in rows" ref="rows" :key="row.id" :row="row" :texts="texts" :tables="tables" :is-whole="isWhole" :address="address"
          :most="most" :is-first="isEnd(at, -1)" :is-last="isEnd(at, 1)" @describe="$emit('describe', $event)" @move="$emit('move', $event)"
          @blur="$emit('blur', $event)" @erase="$emit('erase', $event)" />
      </ul>
    </div>`,
};

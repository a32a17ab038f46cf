// One photo that is stored: its picture, its words, and what can be done with it.

import { Brush } from "workshop-photos/brush.js";

export const Row = {
  components: { Brush },
  props: { row: Object, texts: Object, tables: Array, isWhole: Boolean, address: String, most: Object, isFirst: Boolean, isLast: Boolean },
  emits: ["describe", "move", "blur", "erase"],
  data: () => ({ isOpen: false, isAsked: false, caption: "", table: "", base: 0, picture: null, isBusy: false, problem: "" }),
  computed: {
    small() {
      return `${this.address}/${this.row.id}/small?v=${this.row.version}`;
    },
    large() {
      return `${this.address}/${this.row.id}?v=${this.row.version}`;
    },
    place() {
      return this.tables.find((each) => each.key === this.row.table)?.name ?? this.texts.hall;
    },
    called() {
      return this.texts.photo.replace("{number}", this.row.number);
    },
  },
  methods: {
    open() {
      Object.assign(this, { isOpen: true, isAsked: false, caption: this.row.caption, table: this.row.table, base: this.row.version, problem: "" });
      this.$nextTick(() => this.$refs.caption.focus());
    },
    store() {
      if (!this.caption.trim()) {
        this.problem = this.texts.captionMissing;
        this.$refs.caption.focus();
        return;
      }
      this.problem = "";
      this.$emit("describe", { photo: this.row.id, caption: this.caption, table: this.table, seen: this.base });
    },
    mark() {
      const picture = new Image();
      this.base = this.row.version;
      picture.onload = () => {
        this.picture = picture;
      };
      picture.onerror = () => {
        this.problem = this.texts.notShown;
      };
      picture.src = this.large;
    },
    blur(marks) {
      this.isBusy = true;
      this.$emit("blur", { photo: this.row.id, marks, seen: this.base });
      // Where the server refuses it says so in a message; then the marks are still there.
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => {
        this.isBusy = false;
      }, 8000);
    },
    ask() {
      this.isAsked = true;
      this.$nextTick(() => this.$refs.keep.focus());
    },
    keep() {
      this.isAsked = false;
      this.$nextTick(() => this.$refs.erase.focus());
    },
    // The server stored what was open.
    done() {
      const wasOpen = this.isOpen || this.picture;
      Object.assign(this, { isOpen: false, picture: null, isBusy: false, problem: "" });
      if (wasOpen) this.$nextTick(() => this.$refs.edit?.focus());
    },
  },
  template: `
    <li class="photo" :data-photo-id="row.id">
      <a class="photo__picture" :href="large" target="_blank" rel="noopener" :aria-label="texts.enlarge.replace('{number}', row.number)"><img :src="small"
        :alt="row.caption" :width="row.wide" :height="row.high" loading="lazy"></a>
      <div class="photo__said">
        <p class="photo__number">{{ called }} <span class="field-note">{{ place }}</span></p>
        <p v-if="!isOpen" class="photo__caption" dir="auto">{{ row.caption }}</p>
        <form v-else class="form" novalidate autocomplete="off" @submit.prevent="store">
          <label class="field"><span class="field-label">{{ texts.caption }}</span><textarea ref="caption" v-model="caption" rows="2"
            :maxlength="most.caption" dir="auto"></textarea></label>
          <label v-if="isWhole" class="field"><span class="field-label">{{ texts.table }}</span><select v-model="table">
            <option value="">{{ texts.hall }}</option><option v-for="each in tables" :key="each.key" :value="each.key">{{ each.name }}</option></select></label>
          <div class="buttons"><button type="submit" class="button primary">{{ texts.store }}</button><button type="button" class="button"
            @click="done">{{ texts.cancel }}</button></div>
        </form>
        <p v-if="problem" class="problem" role="alert">{{ problem }}</p>
        <div v-if="isAsked" class="photo__asked" role="group" :aria-label="texts.erase">
          <p>{{ texts.eraseAsk }}</p>
          <div class="buttons"><button type="button" class="button danger" @click="$emit('erase', { photo: row.id })">{{ texts.eraseNow }}</button><button
            ref="keep" type="button" class="button" @click="keep">{{ texts.keep }}</button></div>
        </div>
        <div v-else-if="!isOpen" class="buttons photo__buttons">
          <button ref="edit" type="button" class="button" :aria-label="texts.edit + ': ' + called" @click="open">{{ texts.edit }}</button>
          <button type="button" class="button" :aria-label="texts.blur + ': ' + called" @click="mark">{{ texts.blur }}</button>
          <button type="button" class="button" :disabled="isFirst" :aria-label="texts.up + ': ' + called" :title="texts.up"
            @click="$emit('move', { photo: row.id, up: true })">↑</button>
          <button type="button" class="button" :disabled="isLast" :aria-label="texts.down + ': ' + called" :title="texts.down"
            @click="$emit('move', { photo: row.id, up: false })">↓</button>
          <button ref="erase" type="button" class="button danger" :aria-label="texts.erase + ': ' + called" @click="ask">{{ texts.erase }}</button>
        </div>
      </div>
      <Brush v-if="picture" :picture="picture" :texts="texts" :action="texts.blurNow" :is-busy="isBusy" @done="blur" @cancel="done" />
    </li>`,
};

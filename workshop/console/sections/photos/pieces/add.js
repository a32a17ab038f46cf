// Adds one photo: chosen or taken, looked at, described, and only then sent.

import { Brush } from "workshop-photos/brush.js";
import { Unfit, opened, packed, sent } from "workshop-photos/shrink.js";

const REFUSED = { 413: "tooLarge" };

export const Add = {
  components: { Brush },
  props: { texts: Object, tables: Array, isWhole: Boolean, address: String, most: Object, isFull: Boolean },
  data: () => ({ caption: "", table: "", name: "", has: false, marks: [], isMarking: false, problem: "", told: "", part: null }),
  mounted() {
    if (!this.isWhole) this.table = this.tables[0]?.key ?? "";
  },
  methods: {
    async choose(event) {
      const [file] = event.target.files;
      // The same file may be chosen once more.
      event.target.value = "";
      if (!file) return;
      this.forget();
      this.told = this.texts.opening;
      try {
        this.canvas = await opened(file, this.most);
      } catch (error) {
        this.fail(error);
        return;
      }
      this.told = "";
      this.has = true;
      this.name = file.name;
      this.$nextTick(() => {
        this.show();
        this.$refs.caption.focus();
      });
    },
    show() {
      const { preview } = this.$refs;
      const scale = Math.min(1, 640 / Math.max(this.canvas.width, this.canvas.height));
      preview.width = Math.max(1, Math.round(this.canvas.width * scale));
      preview.height = Math.max(1, Math.round(this.canvas.height * scale));
      preview.getContext("2d").drawImage(this.canvas, 0, 0, preview.width, preview.height);
    },
    forget() {
      this.canvas = null;
      Object.assign(this, { has: false, marks: [], problem: "", told: "", part: null });
    },
    fail(error) {
      this.told = "";
      this.part = null;
      this.problem = this.texts[error instanceof Unfit ? error.why : "unreadable"];
    },
    mark(marks) {
      this.marks = marks;
      this.isMarking = false;
    },
    async send() {
      if (this.part !== null) return;
      this.problem = "";
      if (!this.caption.trim()) {
        this.problem = this.texts.captionMissing;
        this.$refs.caption.focus();
        return;
      }
      this.part = 0;
      this.told = this.texts.sending;
      try {
        const blob = await packed(this.canvas, this.most);
        const address = this.table ? `${this.address}?table=${encodeURIComponent(this.table)}` : this.address;
        const answer = await sent(address, { caption: this.caption, marks: this.marks }, blob, (part) => {
          this.part = part;
          if (part === 1) this.told = this.texts.storing;
        });
        if (answer.status === 201) {
          this.forget();
          this.caption = "";
          this.told = this.texts.added;
          this.$nextTick(() => this.$refs.file.focus());
        } else {
          this.part = null;
          this.told = "";
          this.problem = answer.message || this.texts[REFUSED[answer.status] ?? "notSent"];
        }
      } catch (error) {
        this.fail(error);
      }
    },
  },
  template: `
    <section class="panel photo-add" :aria-label="texts.add">
      <h3>{{ texts.add }}</h3>
      <p class="photo-add__faces">{{ texts.faces }}</p>
      <p v-if="isFull" class="field-note">{{ texts.full }}</p>
      <template v-else>
        <label class="button photo-add__choose" :class="{ primary: !has }"><input ref="file" type="file" class="visually-hidden"
          accept="image/jpeg,image/png,image/webp" :disabled="part !== null" @change="choose">{{ has ? texts.other : texts.choose }}</label>
        <p class="field-note">{{ texts.kinds }}</p>
        <form v-show="has" class="form photo-add__form" novalidate autocomplete="off" @submit.prevent="send">
          <figure class="photo-add__picture"><canvas ref="preview" role="img" :aria-label="name"></canvas>
            <figcaption v-if="marks.length" class="field-note">{{ texts.marked.replace("{n}", marks.length) }}</figcaption></figure>
          <div class="photo-add__fields">
            <label class="field"><span class="field-label">{{ texts.caption }}</span><span class="field-note">{{ texts.captionNote }}</span>
              <textarea ref="caption" v-model="caption" rows="2" :maxlength="most.caption" dir="auto" required></textarea></label>
            <label v-if="isWhole" class="field"><span class="field-label">{{ texts.table }}</span><select v-model="table">
              <option value="">{{ texts.hall }}</option><option v-for="each in tables" :key="each.key" :value="each.key">{{ each.name }}</option></select></label>
            <div class="buttons">
              <button type="submit" class="button primary" :disabled="part !== null">{{ texts.send }}</button>
              <button type="button" class="button" :disabled="part !== null" @click="isMarking = true">{{ texts.blur }}</button>
              <button type="button" class="button quiet" :disabled="part !== null" @click="forget">{{ texts.drop }}</button>
            </div>
            <progress v-if="part !== null" class="photo-add__progress" max="1" :value="part" :aria-label="texts.sending"></progress>
          </div>
        </form>
      </template>
      <p class="problem" role="alert">{{ problem }}</p>
      <p class="field-note photo-add__told" role="status">{{ told }}</p>
      <Brush v-if="isMarking" :picture="canvas" :texts="texts" :action="texts.take" :begun="marks" @done="mark" @cancel="isMarking = false" />
    </section>`,
};

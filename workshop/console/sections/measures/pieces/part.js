// One field of one measure: a field to write into, and below it what there is to say about it.
import { isBehind } from "workshop-measures/cell_drafts.js";

const STYLES = 3; // of the lines around what others write

// On a screen keyboard there is no key beside Enter for a new line.
const isByFinger = () => matchMedia("(pointer: coarse)").matches;

export const Part = {
  inject: ["grid"],
  props: { part: Object, cell: String, label: String, isNamed: Boolean, draft: Object, writer: Object, isOpen: Boolean },
  computed: {
    value() {
      if (this.draft) return this.draft.text;
      return this.isOpen ? this.part.text : this.part.shown;
    },
    behind() {
      return Boolean(this.draft) && isBehind(this.draft, this.part.text);
    },
    isOnItsWay() {
      return Boolean(this.draft) && this.draft.sent !== null;
    },
    isUnsaved() {
      return Boolean(this.draft) && !this.draft.done && !this.isOnItsWay && !this.behind && (!this.isOpen || this.draft.note !== "");
    },
    gap() {
      return this.draft || this.isOpen ? "" : this.part.gap;
    },
    texts() {
      return this.grid.texts;
    },
    style() {
      return this.writer ? `is-written is-line-${(this.writer.number - 1) % STYLES}` : "";
    },
  },
  methods: {
    choose(text) {
      this.grid.type(this.cell, text);
      this.grid.send(this.cell);
    },
    press(event) {
      if (event.key === "Escape") {
        event.preventDefault();
        this.grid.leave(event.target);
      } else if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
        if (this.part.kind === "lines" && isByFinger() && !event.ctrlKey) return;
        event.preventDefault();
        this.grid.goDown(this.cell);
      }
    },
  },
  template: `
    <div class="part" :class="[style, { 'is-gap': gap && !value, 'is-behind': behind }]">
      <span v-if="isNamed" class="part__name" aria-hidden="true">{{ part.label }}</span>
      <label v-if="part.kind === 'tick'" class="tick part__tick"><input type="checkbox" :checked="value !== ''" :data-cell="cell"
        :aria-label="label" @change="choose($event.target.checked ? 'on' : '')" @focus="grid.open(cell)" @blur="grid.shut(cell)"><span
        aria-hidden="true">{{ part.label }}</span></label>
      <select v-else-if="part.kind === 'choice'" :value="draft ? draft.text : part.text" :data-cell="cell" :aria-label="label"
        @change="choose($event.target.value)" @focus="grid.open(cell)" @blur="grid.shut(cell)"><option v-for="[key, word] in part.options"
        :key="key" :value="key">{{ word }}</option></select>
      <textarea v-else rows="1" :value="value" :data-cell="cell" :aria-label="label" dir="auto" :enterkeyhint="part.kind === 'lines' ? 'enter' : 'next'"
        @input="grid.type(cell, $event.target.value)" @focus="grid.open(cell)" @blur="grid.shut(cell)" @keydown="press"></textarea>
      <p v-if="gap" class="part__gap"><span aria-hidden="true">○</span> {{ gap }}</p>
      <div v-if="behind" class="part__both" role="group" :aria-label="texts.meanwhile">
        <p>{{ texts.meanwhile }}</p>
        <p class="part__theirs" dir="auto">{{ part.shown || texts.empty }}</p>
        <div class="part__buttons"><button type="button" class="button small" @click="grid.keepMine(cell)">{{ texts.keep }}</button><button
          type="button" class="button small" @click="grid.drop(cell, true)">{{ texts.take }}</button></div>
      </div>
      <div v-else-if="isUnsaved" class="part__unsaved">
        <p>{{ draft.note || texts.unsaved }}</p>
        <div class="part__buttons"><button type="button" class="button small" @click="grid.send(cell)">{{ texts.save }}</button><button
          type="button" class="button small" @click="grid.drop(cell, true)">{{ texts.drop }}</button></div>
      </div>
      <p v-else-if="isOnItsWay && !isOpen" class="part__sending">{{ texts.sending }}</p>
      <p v-if="writer" class="part__band">{{ writer.name }}</p>
    </div>`,
};

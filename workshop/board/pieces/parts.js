// The small pieces of the board: words, rows, the clock, the code to join.

import { Bar, sum } from "workshop-look/pieces.js";

const LONGEST = 26; // letters of a word that is still kept together

// A word goes to the next line as a whole; its soft hyphens are for words that are wider than the line itself. What is
// longer than any word breaks anywhere.
const isWord = (part) => part.replaceAll("\u00ad", "").length <= LONGEST;
export const Words = {
  props: { text: String },
  render() {
    const parts = this.text.split(/(\s+)/);
    return parts.map((part, at) => (at % 2 ? " " : Vue.h("span", { class: isWord(part) ? "word" : "", key: at }, part)));
  },
};

export const GroupRow = {
  components: { Bar, Words },
  inject: ["surface"],
  props: { row: Object, scale: Number },
  computed: {
    level() {
      return this.surface.state.levels[this.row.id] ?? this.surface.levelOf(this.row);
    },
    size() {
      return sum(this.row.sizes);
    },
  },
  template: `
    <li class="topic" :class="'is-level-' + level" :data-group-id="row.id">
      <span class="topic__label" :class="{ 'is-long': row.label.length > 20 }" :lang="row.lang" :dir="row.dir"><Words :text="row.label" /></span>
      <Bar :sizes="row.sizes" :scale="scale" />
      <span class="topic__size">{{ size }}</span>
    </li>`,
};

// The hall never sees a clock run on: it stands at zero, and a word stands beside.
export const Clock = {
  inject: ["surface"],
  props: { endsAt: Number, pause: Number, skew: Number, warning: Number },
  data: () => ({ left: 0 }),
  mounted() {
    this.tick();
    this.timer = setInterval(() => this.tick(), 250);
  },
  beforeUnmount() {
    clearInterval(this.timer);
  },
  methods: {
    tick() {
      const left = this.pause ?? Math.ceil((this.endsAt - Date.now() - this.skew) / 1000);
      this.left = Math.max(0, left);
    },
  },
  watch: { endsAt: "tick", pause: "tick" },
  computed: {
    text() {
      const minutes = Math.floor(this.left / 60);
      return `${String(minutes).padStart(2, "0")}:${String(this.left % 60).padStart(2, "0")}`;
    },
    word() {
      if (!this.left) return this.surface.texts.over;
      if (this.surface.isPaused) return this.surface.texts.pause;
      return this.left <= this.warning ? this.surface.texts.soon : "";
    },
  },
  template: `<div class="clock-line"><span class="clock" role="timer" :class="{ 'is-soon': word && !surface.isPaused }">{{ text }}</span>
    <span v-if="word" class="clock-word">{{ word }}</span></div>`,
};

export const QrCode = {
  inject: ["surface"],
  props: { qr: Object, label: { type: String, default: "" } },
  template: `
    <svg class="qr" role="img" :aria-label="label || surface.texts.qr" :viewBox="'0 0 ' + qr.size + ' ' + qr.size"
      shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff" /><path :d="qr.d" fill="#1b2430" /></svg>`,
};

export const Question = {
  props: { question: Object, count: { type: Number, default: null } },
  template: `
    <span class="question" :class="'question--' + question.key"><span aria-hidden="true">{{ question.sign }}</span>
      <span>{{ question.title }}</span><span v-if="count !== null" class="question__count">{{ count }}</span></span>`,
};

// What changes with every card stands apart from what does not.
export const Foot = {
  components: { Question },
  inject: ["surface"],
  emits: ["help"],
  props: { screen: String, isHelpOpen: Boolean },
  template: `
    <footer class="foot">
      <p v-if="screen === 'ranking'" class="foot__next"><strong>{{ surface.texts.what_next }}</strong> {{ surface.state.facts.ranking.next }}</p>
      <span v-else-if="surface.table" class="foot__goal">{{ surface.state.facts.title }}</span>
      <template v-else><Question v-for="q in surface.state.questions" :key="q.key" :question="q" /></template>
      <nav v-if="surface.table && screen !== 'join'" class="switch" :aria-label="surface.texts.view">
        <button type="button" :aria-pressed="surface.state.view === 'topics'" @click="surface.switchView('topics')">{{ surface.texts.topics }}</button>
        <button type="button" :aria-pressed="surface.state.view === 'questions'" @click="surface.switchView('questions')">{{ surface.texts.questions }}</button>
      </nav>
      <div v-if="surface.state.facts.parked?.length" class="foot__parked"><span class="foot__strut"></span>
        <span v-for="(name, at) in surface.state.facts.parked" :key="at">{{ (at ? "·" : surface.texts.parked) + " " + name }}</span></div>
      <span class="foot__counts">{{ surface.state.facts.counts }}</span>
      <button type="button" class="foot__help" :aria-expanded="isHelpOpen" :aria-label="surface.texts.help" @click="$emit('help')">?</button>
    </footer>`,
};

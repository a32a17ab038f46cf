// The small pieces of the board: words, rows, the clock, the code to join.

import { Bar, sum } from "workshop-look/pieces.js";

// A word goes to the next line as a whole; its soft hyphens are for words that are wider than the line itself.
export const Words = {
  props: { text: String },
  render() {
    const parts = this.text.split(/(\s+)/);
    return parts.map((part, at) => (at % 2 ? " " : Vue.h("span", { class: "word", key: at }, part)));
  },
};

export const GroupRow = {
  components: { Bar, Words },
  inject: ["wall"],
  props: { row: Object, scale: Number },
  computed: {
    size() {
      return sum(this.row.sizes);
    },
  },
  template: `
    <li class="topic" :data-group-id="row.id">
      <span class="topic__label" :lang="row.lang" :dir="row.dir"><Words :text="row.label" /></span>
      <span class="topic__size">{{ size }}</span>
      <Bar :sizes="row.sizes" :scale="scale" />
    </li>`,
};

export const Clock = {
  inject: ["wall"],
  props: { endsAt: Number, skew: Number },
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
      this.left = Math.max(0, Math.ceil((this.endsAt - Date.now() - this.skew) / 1000));
    },
  },
  watch: { endsAt: "tick" },
  computed: {
    text() {
      const minutes = Math.floor(this.left / 60);
      return `${String(minutes).padStart(2, "0")}:${String(this.left % 60).padStart(2, "0")}`;
    },
  },
  template: `<span class="clock" role="timer" :class="{ 'is-over': left === 0 }">{{ left ? text : wall.texts.time_over }}</span>`,
};

export const QrCode = {
  inject: ["wall"],
  props: { qr: Object },
  template: `
    <svg class="qr" role="img" :aria-label="wall.texts.qr" :viewBox="'0 0 ' + qr.size + ' ' + qr.size"
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
  inject: ["wall"],
  emits: ["help"],
  props: { screen: String, isHelpOpen: Boolean },
  template: `
    <footer class="foot">
      <span v-if="wall.table" class="foot__goal">{{ wall.state.facts.title }}</span>
      <template v-else><Question v-for="q in wall.state.questions" :key="q.key" :question="q" /></template>
      <nav v-if="wall.table && screen !== 'join'" class="switch" :aria-label="wall.texts.view">
        <button type="button" :aria-pressed="wall.state.view === 'topics'" @click="wall.switchView('topics')">{{ wall.texts.topics }}</button>
        <button type="button" :aria-pressed="wall.state.view === 'questions'" @click="wall.switchView('questions')">{{ wall.texts.questions }}</button>
      </nav>
      <div v-if="wall.state.facts.parked?.length" class="foot__parked"><span class="foot__strut"></span>
        <span v-for="(name, at) in wall.state.facts.parked" :key="at">{{ (at ? "·" : wall.texts.parked) + " " + name }}</span></div>
      <span class="foot__counts">{{ wall.state.facts.counts }}</span>
      <button type="button" class="foot__help" :aria-expanded="isHelpOpen" :aria-label="wall.texts.help" @click="$emit('help')">?</button>
    </footer>`,
};

// Lists that change while people read: the strip of fresh cards, and the box that shows whole rows only.

import { EntryCard } from "workshop-look/pieces.js";

const STRIP = 40; // fresh cards of one strip that stay in the page
const DWELL_MS = 3000; // a fresh card is readable for so long before the next one takes its place
const TRIM_MS = 2000;
const MEASURE_MS = 300; // looking again at what fits costs a layout: so often at most

// The newest card of a table or question. Every new card is put into the page at once; the visible one stays long
// enough to be read. The others are not laid out, and a card that stays as it is costs nothing when one comes.
export const FreshStrip = {
  components: { EntryCard },
  inject: ["surface"],
  props: { cards: { type: Array, default: () => [] } },
  data: () => ({ current: null, since: 0 }),
  watch: {
    cards: { handler: "follow", deep: 1, immediate: true },
  },
  beforeUnmount() {
    clearTimeout(this.timer);
    clearTimeout(this.trimmer);
  },
  methods: {
    follow() {
      const newest = this.cards.at(-1)?.id ?? null;
      const stillThere = this.cards.some((card) => card.id === this.current);
      if (!stillThere || newest === this.current) {
        this.show(newest);
      } else if (!this.timer) {
        const wait = this.since + DWELL_MS - performance.now();
        if (wait <= 0) this.show(newest);
        else this.timer = setTimeout(() => this.show(this.cards.at(-1)?.id ?? null), wait);
      }
      this.planTrim();
    },
    planTrim() {
      if (this.cards.length > STRIP && !this.trimmer) this.trimmer = setTimeout(() => this.trim(), TRIM_MS);
    },
    show(id) {
      clearTimeout(this.timer);
      this.timer = undefined;
      if (id !== this.current) this.since = performance.now();
      this.current = id;
      // An older card that stayed to be read may go now.
      this.planTrim();
    },
    trim() {
      this.trimmer = undefined;
      const gone = this.cards.slice(0, -STRIP);
      this.cards.splice(0, gone.length, ...gone.filter((card) => card.id === this.current));
    },
  },
  template: `
    <div class="strip">
      <EntryCard v-for="card in cards" :key="card.id" v-memo="[card, card.id === current]" :card="card" class="entry--tinted"
        :class="{ 'is-current': card.id === current }" :aria-hidden="card.id === current ? null : 'true'"
        :sign="surface.question(card.q).sign" :word="surface.question(card.q).title" />
    </div>`,
};

// A box whose children wrap into further columns, of which one page is visible: nothing is ever cut in half. It measures
// which children are to be seen and says how many more there are.
export const Paged = {
  inject: ["surface"],
  props: { count: Number, stamp: [Number, String], more: String },
  data: () => ({ first: 0, last: 0, all: 0 }),
  computed: {
    note() {
      const rest = Math.max(0, this.count - this.last);
      if (this.first > 0) {
        const range = this.surface.texts.page_of;
        return range.replace("{a}", this.first + 1).replace("{b}", this.last).replace("{n}", this.count);
      }
      return rest ? this.surface.plural(this.more, rest) : "";
    },
  },
  mounted() {
    this.observer = new ResizeObserver(() => this.plan());
    this.observer.observe(this.$refs.box);
    document.fonts?.ready.then(() => this.plan());
    this.plan();
  },
  beforeUnmount() {
    this.observer.disconnect();
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
  },
  watch: {
    stamp: { handler: "plan", flush: "post" },
    count: { handler: "plan", flush: "post" },
    "surface.page": { handler: "planNow", flush: "post" },
  },
  methods: {
    plan() {
      const wait = (this.measured ?? -Infinity) + MEASURE_MS - performance.now();
      if (wait <= 0) this.planNow();
      else this.timer ??= setTimeout(() => this.planNow(), wait);
    },
    planNow() {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.frame ??= requestAnimationFrame(() => {
        this.frame = undefined;
        this.measured = performance.now();
        this.measure();
      });
    },
    measure() {
      const box = this.$refs.box;
      if (!box) return;
      const rtl = getComputedStyle(box).direction === "rtl" ? -1 : 1;
      const step = box.clientWidth + parseFloat(getComputedStyle(box).columnGap || 0);
      const pages = Math.max(1, Math.round((box.scrollWidth + step - box.clientWidth) / step));
      this.surface.knowPages(this.$.uid, pages);
      box.scrollLeft = rtl * Math.min(this.surface.page, pages - 1) * step;
      const frame = box.getBoundingClientRect();
      const seen = [...box.children]
        .map((child) => child.getBoundingClientRect())
        .map((at) => at.right > frame.left + 1 && at.left < frame.right - 1);
      this.first = Math.max(0, seen.indexOf(true));
      this.last = seen.lastIndexOf(true) + 1;
    },
  },
  template: `
    <div class="paged">
      <ol class="paged__box" ref="box"><slot></slot></ol>
      <div class="paged__note">{{ note }}</div>
    </div>`,
};

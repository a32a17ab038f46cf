// Lists that change while people read: the strip of fresh cards, and the box that shows whole rows only.

import { EntryCard } from "workshop-look/pieces.js";

const STRIP = 40; // fresh cards of one strip that stay in the page
const MOST_SHOWN = 12; // more never fit into one
const ROOM = 4; // so many lines high is a place that is still free
const DWELL_MS = 3000; // a fresh card is readable for so long before the next one takes its place
const TRIM_MS = 2000;
const MEASURE_MS = 300; // looking again at what fits costs a layout: so often at most

// The newest cards of a table or question: as many as there is room for, at least one. Every new card is put into the page
// at once. It takes the next free place, so that nothing that is being read moves; where none is left, the older half
// goes, but not before the newest was there long enough to be read. The others are not laid out.
export const FreshStrip = {
  components: { EntryCard },
  inject: ["surface"],
  props: { cards: { type: Array, default: () => [] } },
  data: () => ({ shown: [] }),
  watch: {
    cards: { handler: "follow", deep: 1 },
  },
  created() {
    this.since = -Infinity;
    this.shown = this.cards.slice(-1).map((card) => card.id);
  },
  mounted() {
    this.observer = new ResizeObserver(() => this.arrange(true));
    this.observer.observe(this.$el);
  },
  beforeUnmount() {
    this.observer.disconnect();
    clearTimeout(this.timer);
    clearTimeout(this.trimmer);
  },
  methods: {
    follow() {
      const there = new Set(this.cards.map((card) => card.id));
      const kept = this.shown.filter((id) => there.has(id));
      if (kept.length < this.shown.length) this.shown = kept;
      if (!kept.length) this.arrange(true);
      else if (kept.at(-1) !== this.cards.at(-1).id && !this.timer) {
        const wait = this.isRoom ? 0 : this.since + DWELL_MS - performance.now();
        if (wait <= 0) this.arrange(false);
        else this.timer = setTimeout(() => this.arrange(false), wait);
      }
      this.planTrim();
    },
    // Lay out what could be shown, see what fits, and keep that, all before the browser paints.
    async arrange(isAnew) {
      clearTimeout(this.timer);
      this.timer = undefined;
      const newest = this.shown.at(-1);
      const ids = this.cards.slice(-MOST_SHOWN).map((card) => card.id);
      this.shown = isAnew ? ids : ids.slice(Math.max(0, ids.indexOf(this.shown[0])));
      await this.$nextTick();
      if (!this.$el?.isConnected) return;
      const box = this.$el.clientHeight;
      const laid = [...this.$el.children].filter((child) => this.shown.includes(child.dataset.entryId));
      const tops = laid.map((child) => child.offsetTop);
      const end = laid.length ? tops.at(-1) + laid.at(-1).offsetHeight : 0;
      const firstWithin = (height) => {
        const at = tops.findIndex((top) => end - top <= height + 1);
        return at < 0 ? Math.max(0, laid.length - 1) : at;
      };
      const first = firstWithin(box);
      const from = first && !isAnew ? Math.max(first, firstWithin(box / 2)) : first;
      this.isRoom = box - (end - (tops[from] ?? 0)) > ROOM * parseFloat(getComputedStyle(this.$el).fontSize);
      this.shown = laid.slice(from).map((child) => child.dataset.entryId);
      if (this.shown.at(-1) !== newest) this.since = performance.now();
      this.planTrim();
    },
    planTrim() {
      if (this.cards.length > STRIP && !this.trimmer) this.trimmer = setTimeout(() => this.trim(), TRIM_MS);
    },
    trim() {
      this.trimmer = undefined;
      const gone = this.cards.slice(0, -STRIP);
      // An older card that is being read stays until others take its place.
      this.cards.splice(0, gone.length, ...gone.filter((card) => this.shown.includes(card.id)));
    },
  },
  template: `
    <div class="strip">
      <EntryCard v-for="card in cards" :key="card.id" v-memo="[card, shown.includes(card.id)]" :card="card" class="entry--tinted"
        :class="{ 'is-current': shown.includes(card.id) }" :aria-hidden="shown.includes(card.id) ? null : 'true'"
        :sign="surface.question(card.q).sign" :word="surface.question(card.q).title" :mark="surface.texts.windows[card.window]" />
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

// The board's surface. It gets numbered messages (a scene, then patches) and keeps keyed parts up to date from them.
// Whatever a person wrote is put in by text interpolation only: it becomes a text node, never markup.

import { JoinPage, QuestionsPage, TableColumn, TopicsPage } from "workshop-board/pages.js";
import { Clock, QrCode, Question, Words, sum } from "workshop-board/parts.js";

const SCALES = [8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1024];

export default {
  components: { Clock, JoinPage, Question, QrCode, QuestionsPage, TableColumn, TopicsPage, Words },
  props: { messages: { type: Array, default: () => [] }, texts: Object },
  emits: ["seen", "go"],
  provide() {
    return { wall: this };
  },
  data: () => ({ state: null, page: 0, isGone: false, isHelpOpen: false, skew: 0 }),
  created() {
    this.last = 0;
    this.pages = new Map();
    this.take();
  },
  mounted() {
    document.addEventListener("keydown", this.press);
    window.addEventListener("popstate", this.goToAddress);
  },
  beforeUnmount() {
    document.removeEventListener("keydown", this.press);
    window.removeEventListener("popstate", this.goToAddress);
  },
  watch: { messages: "take" },
  computed: {
    screen() {
      if (this.isGone) return "gone";
      const phase = this.state.facts.phase;
      if (phase === "preparation") return "join";
      if (phase === "closed" && this.state.view === "overview") return "thanks";
      return this.state.view;
    },
    table() {
      return this.state.tables.find((table) => table.id === this.state.table);
    },
    scale() {
      const largest = Math.max(0, ...Object.values(this.state.rows).map((row) => sum(row.sizes)));
      return SCALES.find((scale) => scale >= largest) ?? largest;
    },
    layout() {
      const tables = this.state.tables.length;
      const lines = tables > 6 ? 2 : 1;
      const across = Math.ceil(tables / lines);
      return { "--across": across, "--lines": lines, "--inner": across === 1 ? 3 : across === 2 ? 2 : 1 };
    },
    joinParts() {
      return [...this.texts.join_type.split("{address}"), ""];
    },
  },
  methods: {
    take() {
      for (const message of Vue.toRaw(this.messages)) {
        if (message.n <= this.last) continue;
        this.last = message.n;
        if (message.scene) this.replace(structuredClone(Vue.toRaw(message.scene)));
        else if (this.state) this.change(structuredClone(Vue.toRaw(message.patch)));
      }
      this.confirm();
    },
    confirm() {
      // Confirmed once per frame, however many messages came.
      this.confirming ??= setTimeout(() => {
        this.confirming = undefined;
        this.$emit("seen", this.last);
      }, 20);
    },
    replace(scene) {
      this.skew = scene.now - Date.now();
      this.page = 0;
      this.state = { rows: {}, order: {}, counts: {}, strips: {}, cells: {}, lists: {}, lone: {}, ...scene };
    },
    change(patch) {
      const state = this.state;
      if (patch.gone_for_good) this.isGone = true;
      if (patch.now) this.skew = patch.now - Date.now();
      if (patch.facts) Object.assign(state.facts, patch.facts);
      for (const id of patch.gone ?? []) this.remove(id);
      for (const card of patch.cards ?? []) this.rewrite(card);
      for (const [id, row] of Object.entries(patch.rows ?? {})) {
        if (row === null) {
          delete state.rows[id];
          delete state.cells[id];
        } else if (state.rows[id]) Object.assign(state.rows[id], row);
        else state.rows[id] = row;
      }
      Object.assign(state.order, patch.order);
      for (const [id, counts] of Object.entries(patch.counts ?? {})) state.counts[id] = counts;
      if (patch.lone) state.lone = patch.lone;
      if (patch.strips) state.strips = patch.strips;
      if (patch.lists) state.lists = patch.lists;
      if (patch.all_cells) state.cells = patch.cells;
      else
        for (const [id, cell] of Object.entries(patch.cells ?? {})) state.cells[id] = { ...state.cells[id], ...cell };
      for (const [key, cards] of Object.entries(patch.fresh ?? {})) {
        state.strips[key] ??= [];
        state.strips[key].push(...cards);
      }
    },
    places() {
      const cells = Object.values(this.state.cells).flatMap((cell) => Object.values(cell));
      return [...Object.values(this.state.strips), ...Object.values(this.state.lists), ...cells];
    },
    remove(id) {
      for (const cards of this.places()) {
        const at = cards.findIndex((card) => card.id === id);
        if (at >= 0) cards.splice(at, 1);
      }
    },
    rewrite(card) {
      for (const cards of this.places()) {
        const there = cards.find((each) => each.id === card.id);
        if (there) Object.assign(there, card);
      }
    },
    question(key) {
      return this.state.questions.find((question) => question.key === key) ?? { key, sign: "", title: "" };
    },
    plural(name, n) {
      this.rules ??= new Intl.PluralRules(this.texts.lang);
      const forms = this.texts[name];
      return (forms[this.rules.select(n)] ?? forms.other ?? Object.values(forms)[0]).replace("{n}", n);
    },
    knowPages(list, pages) {
      this.pages.set(list, pages);
    },
    press(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.toLowerCase();
      if (/^[0-9]$/.test(key)) this.goTable(Number(key));
      else if (key === "t") this.switchView();
      else if (key === "f") this.switchFullscreen();
      else if (key === "?") this.isHelpOpen = !this.isHelpOpen;
      else if (key === "escape") this.isHelpOpen = false;
      else if (["pagedown", "arrowdown", "arrowright"].includes(key)) this.turn(+1);
      else if (["pageup", "arrowup", "arrowleft"].includes(key)) this.turn(-1);
      else return;
      event.preventDefault();
    },
    turn(by) {
      const most = Math.max(1, ...this.pages.values()) - 1;
      this.page = Math.min(most, Math.max(0, this.page + by));
    },
    goTable(number) {
      const table = this.state.tables.find((each) => each.number === number);
      if (number && !table) return;
      this.go(table?.key ?? "", this.state.view === "questions" ? "questions" : "topics");
    },
    switchView(view) {
      if (!this.table) return;
      this.go(this.table.key, view ?? (this.state.view === "topics" ? "questions" : "topics"));
    },
    go(table, view) {
      const [, board, code] = location.pathname.split("/");
      history.pushState(null, "", `/${board}/${code}${table ? `/${table}?view=${view}` : ""}`);
      this.open(table, view);
    },
    goToAddress() {
      const table = decodeURIComponent(location.pathname.split("/")[3] ?? "");
      this.open(table, new URLSearchParams(location.search).get("view") ?? "topics");
    },
    open(table, view) {
      this.pages.clear();
      this.$emit("go", { table, view });
    },
    switchFullscreen() {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen().catch(() => {});
    },
  },
  template: `
    <div class="board" :class="'board--' + screen" v-if="state">
      <div class="notice" v-if="screen === 'gone'"><h1>{{ texts.gone }}</h1><p>{{ texts.gone_more }}</p></div>
      <template v-else>
        <header class="head">
          <div class="head__title">
            <h1 v-if="table"><span class="table__number">{{ table.number }}</span> <Words :text="table.title" /></h1>
            <h1 v-else><Words :text="state.facts.title" /></h1>
            <p class="head__goal">{{ table ? table.guide : state.facts.goal }}</p>
          </div>
          <span v-if="state.facts.rehearsal" class="rehearsal-mark head__mark">{{ texts.rehearsal }}</span>
          <div class="head__time" v-if="state.facts.ends_at || state.facts.round">
            <Clock v-if="state.facts.ends_at" :ends-at="state.facts.ends_at" :skew="skew" />
            <span class="head__round">{{ state.facts.round }}</span>
          </div>
          <div class="head__join" v-if="screen !== 'join' && screen !== 'thanks'">
            <div class="head__words"><span class="head__address">{{ state.join.address }}</span>
              <span class="head__code" :aria-label="texts.code">{{ state.join.code }}</span></div>
            <QrCode class="head__qr" :qr="state.join.qr" />
          </div>
        </header>
        <JoinPage v-if="screen === 'join'" />
        <div v-else-if="screen === 'thanks'" class="thanks"><h2>{{ texts.thanks }}</h2>
          <template v-if="state.facts.promise"><h3>{{ texts.promise }}</h3><p>{{ state.facts.promise }}</p></template></div>
        <div v-else-if="screen === 'overview'" class="tables" :class="{ 'tables--wide': state.tables.length < 3 }" :style="layout">
          <TableColumn v-for="each in state.tables" :key="each.id" :table="each" :rows="state.rows" :scale="scale"
            :order="state.order[each.id] ?? []" :counts="state.counts[each.id] ?? {}" :strip="state.strips[each.id]" />
        </div>
        <div v-else class="one-table">
          <TopicsPage v-if="screen === 'topics'" :key="'topics' + state.table" />
          <QuestionsPage v-else :key="'questions' + state.table" />
        </div>
        <footer class="foot">
          <span v-if="table" class="foot__goal">{{ state.facts.title }}</span>
          <template v-else><Question v-for="q in state.questions" :key="q.key" :question="q" /></template>
          <nav v-if="table && screen !== 'join'" class="switch" :aria-label="texts.view">
            <button type="button" :aria-pressed="state.view === 'topics'" @click="switchView('topics')">{{ texts.topics }}</button>
            <button type="button" :aria-pressed="state.view === 'questions'" @click="switchView('questions')">{{ texts.questions }}</button>
          </nav>
          <div v-if="state.facts.parked?.length" class="foot__parked"><span class="foot__strut"></span>
            <span v-for="(name, at) in state.facts.parked" :key="at">{{ (at ? "·" : texts.parked) + " " + name }}</span></div>
          <span class="foot__counts">{{ state.facts.counts }}</span>
          <button type="button" class="foot__help" :aria-expanded="isHelpOpen" :aria-label="texts.help" @click="isHelpOpen = !isHelpOpen">?</button>
        </footer>
        <aside v-if="isHelpOpen" class="keys" :aria-label="texts.help">
          <dl><dt>0</dt><dd>{{ texts.key_overview }}</dd><dt>1–9</dt><dd>{{ texts.key_table }}</dd><dt>T</dt><dd>{{ texts.key_view }}</dd>
            <dt>↓ ↑</dt><dd>{{ texts.key_page }}</dd><dt>F</dt><dd>{{ texts.key_full }}</dd><dt>?</dt><dd>{{ texts.key_help }}</dd></dl>
        </aside>
      </template>
    </div>`,
};

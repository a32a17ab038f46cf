// The board's surface. It gets numbered messages (a scene, then patches), one after the other, each when it has confirmed
// the one before, and keeps keyed parts up to date from them: the work of a patch is that of the cards in it.
// Whatever a person wrote is put in by text interpolation only: it becomes a text node, never markup.

import { CalmPage } from "workshop-board/calm.js";
import { Connection } from "workshop-board/connection.js";
import { ClockWatch, Gong } from "workshop-board/gong.js";
import { JoinPage, QuestionsPage, TableColumn, TopicsPage } from "workshop-board/pages.js";
import { Clock, Foot, QrCode, Words } from "workshop-board/parts.js";
import { RankingPage } from "workshop-board/ranking.js";
import { RotationPage } from "workshop-board/rotation.js";
import { sum } from "workshop-look/pieces.js";

const SCALES = [8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1024];
const MOST_REST_MS = 400; // also for a page that nobody sees: it draws no frames and confirms all the same
const SKEW_MS = 50;
const LEVELS_MS = 25000; // the sizes of names change so often at most, or with the order

// Keys of one letter or digit can be switched off, on this device.
const LETTERS = "workshop-keys";
const keptLetters = () => {
  try {
    return localStorage.getItem(LETTERS);
  } catch {
    return null;
  }
};

export default {
  components: { CalmPage, Clock, ClockWatch, Connection, Foot, JoinPage, QrCode, QuestionsPage, RankingPage, RotationPage, TableColumn, TopicsPage, Words },
  props: { message: { type: String, default: "" }, texts: Object, address: Object },
  emits: ["seen", "go"],
  provide() {
    return { surface: this };
  },
  data: () => ({ state: null, page: 0, isGone: false, isHelpOpen: false, isJoinLarge: null, letters: keptLetters() !== "off", calm: {}, skew: 0, isWalking: false, isSilent: false }),
  created() {
    this.last = 0;
    this.pages = new Map();
    this.gong = new Gong();
    this.take();
  },
  mounted() {
    document.addEventListener("keydown", this.press);
    window.addEventListener("popstate", this.goToAddress);
  },
  beforeUnmount() {
    clearTimeout(this.walking);
    document.removeEventListener("keydown", this.press);
    window.removeEventListener("popstate", this.goToAddress);
  },
  watch: { message: "take" },
  computed: {
    screen() {
      if (this.isGone) return "gone";
      if (this.isCalm) return "calm";
      const phase = this.state.facts.phase;
      if (phase === "preparation" || (phase === "collect" && (this.isJoinLarge ?? this.state.facts.join_large))) return "join";
      if (this.isWalking && this.state.view === "overview") return "rotation";
      if (phase === "closed" && this.state.view === "overview") return "thanks";
      if (this.state.facts.ranking && this.state.view === "overview") return "ranking";
      return this.state.view;
    },
    // The console says it for all boards; a key at this one says it for this one, until the console says something new.
    wish() {
      return { ...this.state.facts.calm, ...this.calm };
    },
    isCalm() {
      return this.wish.on;
    },
    isCollecting() {
      return this.state.facts.phase === "collect";
    },
    // Nobody wrote anything yet: the empty places invite, and the code to join is large.
    isBlank() {
      const isCards = ["overview", "topics", "questions"].includes(this.screen);
      return isCards && this.isCollecting && !Object.values(this.state.counts).some((counts) => sum(counts));
    },
    emptyText() {
      const invites = this.state.facts.admits && (this.isCollecting || this.state.facts.phase === "preparation");
      return invites ? this.texts.empty : this.texts.empty_now;
    },
    table() {
      return this.state.tables.find((table) => table.id === this.state.table);
    },
    scale() {
      const largest = this.state.largest;
      return SCALES.find((scale) => scale >= largest) ?? largest;
    },
    layout() {
      const tables = this.state.tables.length;
      const lines = tables > 6 ? 2 : 1;
      const across = Math.ceil(tables / lines);
      return { "--across": across, "--lines": lines, "--inner": across === 1 ? 3 : across === 2 ? 2 : 1 };
    },
    isPaused() {
      return Number.isFinite(this.state.facts.pause);
    },
    joinParts() {
      return [...this.texts.join_type.split("{address}"), ""];
    },
  },
  methods: {
    take() {
      if (!this.message) return;
      const began = performance.now();
      const message = JSON.parse(this.message);
      try {
        // One that came twice is only confirmed again.
        if (message.n > this.last) {
          this.last = message.n;
          if (message.scene) this.replace(message.scene);
          else if (this.state) this.change(message.patch);
        }
      } finally {
        this.confirm(began);
      }
    },
    confirm(began) {
      // After the frame that shows it, and after a rest as long as the work was: the less a machine has to give, the
      // larger and fewer its messages, and the server beside it is never pushed aside.
      clearTimeout(this.confirming);
      this.confirming = setTimeout(this.tell, MOST_REST_MS);
      requestAnimationFrame(() => setTimeout(() => this.restAfter(began)));
    },
    restAfter(began) {
      if (!this.confirming) return;
      const worked = performance.now() - began;
      clearTimeout(this.confirming);
      this.confirming = setTimeout(this.tell, Math.min(worked, MOST_REST_MS));
    },
    tell() {
      this.confirming = undefined;
      this.$emit("seen", this.last);
    },
    replace(scene) {
      this.skew = scene.now - Date.now();
      this.page = 0;
      this.state = { rows: {}, order: {}, counts: {}, strips: {}, cells: {}, lists: {}, single: {}, ...scene, largest: 0, levels: {} };
      this.measureRows();
      this.measureLevels();
      this.showWay();
    },
    // People walk to their next table: until then the board says where it is.
    showWay() {
      clearTimeout(this.walking);
      const left = (this.state.facts.rotation?.until ?? 0) - Date.now() - this.skew;
      this.isWalking = left > 0;
      if (this.isWalking) this.walking = setTimeout(this.showWay, left + SKEW_MS);
    },
    change(patch) {
      const state = this.state;
      if (patch.gone_for_good) {
        this.isGone = true;
        document.title = this.texts.gone;
      }
      // A message that was long on its way knows an older time than it is: the freshest one counts.
      if (patch.now) this.skew = Math.max(patch.now - Date.now(), this.skew - SKEW_MS);
      if (patch.facts) Object.assign(state.facts, patch.facts);
      // What the console or a new phase says holds for a board that turned it the other way.
      if (patch.facts && ("join_large" in patch.facts || "phase" in patch.facts)) this.isJoinLarge = null;
      if (patch.facts && "calm" in patch.facts) this.calm = {};
      if (patch.facts && "rotation" in patch.facts) this.showWay();
      if (patch.gone) this.remove(new Set(patch.gone));
      if (patch.cards) this.rewrite(new Map(patch.cards.map((card) => [card.id, card])));
      if (patch.all_cells) state.cells = patch.cells;
      else
        for (const [id, cell] of Object.entries(patch.cells ?? {})) state.cells[id] = { ...state.cells[id], ...cell };
      if (patch.rows) this.changeRows(patch.rows);
      Object.assign(state.order, patch.order);
      if (patch.order || performance.now() - this.levelled > LEVELS_MS) this.measureLevels();
      for (const [id, counts] of Object.entries(patch.counts ?? {})) {
        state.counts[id] ??= {};
        Object.assign(state.counts[id], counts);
      }
      if (patch.single) state.single = patch.single;
      if (patch.strips) state.strips = patch.strips;
      if (patch.lists) state.lists = patch.lists;
      for (const [key, cards] of Object.entries(patch.fresh ?? {})) {
        state.strips[key] ??= [];
        state.strips[key].push(...cards);
      }
    },
    changeRows(rows) {
      const state = this.state;
      let isLargestLess = false;
      for (const [id, row] of Object.entries(rows)) {
        const before = sum(state.rows[id]?.sizes);
        const size = sum(row?.sizes);
        if (row === null) {
          delete state.rows[id];
          delete state.cells[id];
        } else if (state.rows[id]) Object.assign(state.rows[id], row);
        else state.rows[id] = row;
        if (size > state.largest) state.largest = size;
        else if (size < before && before === state.largest) isLargestLess = true;
      }
      if (isLargestLess) this.measureRows();
    },
    measureRows() {
      const rows = Object.values(Vue.toRaw(this.state.rows));
      this.state.largest = rows.reduce((largest, row) => Math.max(largest, sum(Vue.toRaw(row).sizes)), 0);
    },
    // How large a name stands there, by the topic's size beside the largest on the page: it changes at calm moments only.
    measureLevels() {
      this.levelled = performance.now();
      const levels = {};
      for (const [id, row] of Object.entries(Vue.toRaw(this.state.rows))) levels[id] = this.levelOf(row);
      this.state.levels = levels;
    },
    levelOf(row) {
      const size = sum(row.sizes);
      if (3 * size >= 2 * this.state.largest) return 3;
      return 3 * size >= this.state.largest ? 2 : 1;
    },
    places() {
      const cells = Object.values(this.state.cells).flatMap((cell) => Object.values(cell));
      return [...Object.values(this.state.strips), ...Object.values(this.state.lists), ...cells];
    },
    remove(ids) {
      for (const cards of this.places()) {
        const kept = Vue.toRaw(cards).filter((card) => !ids.has(card.id));
        if (kept.length < cards.length) cards.splice(0, cards.length, ...kept);
      }
    },
    rewrite(changed) {
      for (const cards of this.places())
        Vue.toRaw(cards).forEach((card, at) => {
          if (changed.has(card.id)) cards[at] = changed.get(card.id);
        });
    },
    question(key) {
      return this.state.questions.find((question) => question.key === key) ?? { key, sign: "", title: "" };
    },
    plural(name, n) {
      this.rules ??= new Intl.PluralRules(this.texts.lang);
      const forms = this.texts[name];
      return (forms[this.rules.select(n)] ?? forms.other ?? Object.values(forms)[0]).replace("{n}", n);
    },
    // What is said above a short title; above a longer one there is no room in the head.
    seriesAbove(title) {
      return !this.table && [...title.replaceAll("\u00ad", "")].length <= 32 ? this.state.facts.series : "";
    },
    // A title of any length keeps to the place of a title: the longer, the smaller.
    sizeOf(title) {
      const length = [...title.replaceAll("\u00ad", "")].length;
      return length > 90 ? "is-very-long" : length > 45 ? "is-long" : "";
    },
    knowPages(list, pages) {
      this.pages.set(list, pages);
    },
    press(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (!this.letters && event.key.length === 1) return;
      const key = event.key.toLowerCase();
      if (/^[0-9]$/.test(key)) this.goTable(Number(key));
      else if (key === "b" || key === ".") this.switchCalm("on", event.repeat);
      else if (this.isCalm && (key === "q" || key === "c")) this.switchCalm(key === "q" ? "code" : "clock");
      else if (key === "t") this.switchView();
      else if (key === "q") this.switchJoin();
      else if (key === "f") this.switchFullscreen();
      else if (key === "?") this.isHelpOpen = !this.isHelpOpen;
      else if (key === "escape") this.close();
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
    switchJoin() {
      if (this.isCollecting) this.isJoinLarge = this.screen !== "join";
    },
    // The slide comes with what the console wishes on it.
    switchCalm(part, isHeldDown) {
      if (isHeldDown) return;
      this.calm = part === "on" ? { on: !this.isCalm } : { ...this.calm, [part]: !this.wish[part] };
    },
    switchLetters(event) {
      this.letters = event.target.checked;
      try {
        localStorage.setItem(LETTERS, this.letters ? "on" : "off");
      } catch {
        // Nothing is kept here: it holds as long as the page is open.
      }
    },
    close() {
      this.isHelpOpen = false;
      if (this.isJoinLarge) this.isJoinLarge = null;
      this.isWalking = false;
    },
    switchFullscreen() {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen().catch(() => {
          // A browser that refuses leaves the board as it is.
        });
    },
  },
  template: `
    <div v-if="!state" class="board-notice"><Connection /></div>
    <div class="board" :class="['board--' + screen, { 'board--blank': isBlank }]" v-else>
      <div class="notice" v-if="screen === 'gone'"><h1>{{ texts.gone }}</h1><p>{{ texts.gone_more }}</p></div>
      <template v-else-if="screen === 'calm'"><CalmPage :wish="wish" /><Connection /></template>
      <template v-else>
        <header class="head">
          <div class="head__title">
            <p v-if="seriesAbove(state.facts.title)" class="head__series" dir="auto">{{ state.facts.series }}</p>
            <h1 v-if="table" :class="sizeOf(table.title)" :lang="table.title_lang" :dir="table.title_dir"><span class="table__number">{{ table.number }}</span> <span v-if="state.facts.paused.includes(table.id)" class="table__pause">{{ texts.pause }} · </span><Words :text="table.title" /></h1>
            <h1 v-else :class="sizeOf(state.facts.title)" :lang="state.facts.title_lang" :dir="state.facts.title_dir"><Words :text="state.facts.title" /></h1>
            <p class="head__goal">{{ table ? table.guide : state.facts.goal }}</p>
          </div>
          <span v-if="state.facts.rehearsal" class="rehearsal-mark head__mark">{{ texts.rehearsal }}</span>
          <div class="head__time">
            <Clock v-if="state.facts.ends_at || isPaused" :ends-at="state.facts.ends_at" :pause="state.facts.pause" :skew="skew" :warning="state.facts.warning" />
            <div class="head__now"><span class="head__phase">{{ texts.phases[state.facts.phase] }}</span>
              <span class="head__round" v-if="state.facts.round">{{ state.facts.round }}</span></div>
            <div class="head__next"><span v-if="state.facts.next">{{ state.facts.next }}</span>
              <button v-if="isSilent" type="button" class="head__sound" @click="gong.wake()">{{ texts.sound_on }}</button></div>
          </div>
          <p class="head__shut" v-if="isCollecting && screen !== 'join' && !isBlank && !state.facts.admits">{{ texts.shut }}</p>
          <div class="head__join" v-else-if="isCollecting && screen !== 'join' && !isBlank">
            <div class="head__words"><span class="head__address">{{ state.join.address }}</span>
              <span class="head__code" :aria-label="texts.code">{{ state.join.code }}</span></div>
            <QrCode class="head__qr" :qr="state.join.qr" />
          </div>
          <p v-else-if="state.facts.now" class="head__told">{{ state.facts.now }}</p>
        </header>
        <JoinPage v-if="screen === 'join'" />
        <div v-else-if="screen === 'thanks'" class="thanks"><h2>{{ texts.thanks }}</h2>
          <div v-if="state.facts.handouts" class="thanks__handouts"><QrCode :qr="state.handouts.qr" :label="texts.handouts" />
            <div><h3>{{ texts.handouts }}</h3><p>{{ texts.handouts_how }} <bdi class="thanks__address">{{ state.handouts.address }}</bdi></p></div></div>
          <template v-if="state.facts.promise"><h3>{{ texts.promise }}</h3><p>{{ state.facts.promise }}</p></template></div>
        <RankingPage v-else-if="screen === 'ranking'" />
        <RotationPage v-else-if="screen === 'rotation'" />
        <div v-else-if="screen === 'overview'" class="tables" :class="{ 'tables--wide': state.tables.length < 3, 'tables--two': state.tables.length > 6 }" :style="layout">
          <TableColumn v-for="each in state.tables" :key="each.id" :table="each" :rows="state.rows" :scale="scale"
            :order="state.order[each.id] ?? []" :counts="state.counts[each.id] ?? {}" :strip="state.strips[each.id]" />
        </div>
        <div v-else class="one-table" :class="{ 'one-table--welcome': isWalking }">
          <p v-if="isWalking" class="one-table__welcome">{{ state.facts.rotation.welcome }}</p>
          <TopicsPage v-if="screen === 'topics'" :key="'topics' + state.table" />
          <QuestionsPage v-else :key="'questions' + state.table" />
        </div>
        <JoinPage v-if="isBlank" class="join-page--below" />
        <Connection />
        <Foot :screen="screen" :is-help-open="isHelpOpen" @help="isHelpOpen = !isHelpOpen" />
      </template>
      <aside v-if="isHelpOpen && screen !== 'gone'" class="keys" :aria-label="texts.help">
        <dl><dt>0</dt><dd>{{ texts.key_overview }}</dd><dt>1–9</dt><dd>{{ texts.key_table }}</dd><dt>T</dt><dd>{{ texts.key_view }}</dd>
          <dt>↓ ↑</dt><dd>{{ texts.key_page }}</dd><dt>Q</dt><dd>{{ texts.key_join }}</dd><dt>B .</dt><dd>{{ texts.key_calm }}</dd>
          <template v-if="isCalm"><dt>C</dt><dd>{{ texts.key_clock }}</dd></template>
          <dt>F</dt><dd>{{ texts.key_full }}</dd><dt>?</dt><dd>{{ texts.key_help }}</dd></dl>
        <label class="keys__letters"><input type="checkbox" :checked="letters" @change="switchLetters" /> {{ texts.key_letters }}</label>
      </aside>
      <ClockWatch />
    </div>`,
};

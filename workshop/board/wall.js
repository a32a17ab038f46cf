// The board's surface. It gets numbered messages (a scene, then patches) and keeps keyed parts up to date from them.
// Whatever a person wrote is put in by text interpolation only: it becomes a text node, never markup.

const QUESTIONS = ["works", "improve", "needed"];
const STRIP = 40; // fresh cards of one strip that stay in the page
const DWELL_MS = 3000; // a fresh card is readable for so long before the next one takes its place
const TRIM_MS = 2000;
const ROWS = 40; // topics of one list that are in the page; the others are counted
const SCALES = [8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1024];

const sum = (sizes) => QUESTIONS.reduce((total, key) => total + (sizes?.[key] ?? 0), 0);

// A word goes to the next line as a whole; its soft hyphens are for words that are wider than the line itself.
const Words = {
  props: { text: String },
  render() {
    const parts = this.text.split(/(\s+)/);
    return parts.map((part, at) => (at % 2 ? " " : Vue.h("span", { class: "word", key: at }, part)));
  },
};

const EntryCard = {
  props: { card: Object, sign: String, word: String },
  template: `
    <article class="entry" :class="['entry--' + card.q, { 'entry--medium': card.text.length > 60, 'entry--long': card.text.length > 110 }]"
      :data-entry-id="card.id" :lang="card.lang" :dir="card.dir">
      <span class="entry__sign" role="img" :aria-label="word">{{ sign }}</span>
      <div class="entry__text">{{ card.text }}</div>
    </article>`,
};

// The newest card of a table or question. Every new card is put into the page at once; the visible one stays long
// enough to be read.
const FreshStrip = {
  components: { EntryCard },
  inject: ["wall"],
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
      if (this.cards.length > STRIP && !this.trimmer) this.trimmer = setTimeout(() => this.trim(), TRIM_MS);
    },
    show(id) {
      clearTimeout(this.timer);
      this.timer = undefined;
      if (id !== this.current) this.since = performance.now();
      this.current = id;
    },
    trim() {
      this.trimmer = undefined;
      const gone = this.cards.slice(0, -STRIP);
      this.cards.splice(0, gone.length, ...gone.filter((card) => card.id === this.current));
    },
  },
  template: `
    <div class="strip">
      <EntryCard v-for="card in cards" :key="card.id" :card="card" class="entry--tinted"
        :class="{ 'is-current': card.id === current }" :aria-hidden="card.id === current ? null : 'true'"
        :sign="wall.question(card.q).sign" :word="wall.question(card.q).title" />
    </div>`,
};

const GroupRow = {
  components: { Words },
  inject: ["wall"],
  props: { row: Object, scale: Number },
  computed: {
    size() {
      return sum(this.row.sizes);
    },
    parts() {
      return QUESTIONS.filter((key) => this.row.sizes[key] > 0).map((key) => ({
        key,
        share: this.row.sizes[key],
      }));
    },
  },
  template: `
    <li class="topic" :data-group-id="row.id">
      <span class="topic__label" :lang="row.lang" :dir="row.dir"><Words :text="row.label" /></span>
      <span class="topic__size">{{ size }}</span>
      <span class="bar" aria-hidden="true"><i v-for="part in parts" :key="part.key" class="bar__part"
        :class="'bar__part--' + part.key" :style="{ flexGrow: part.share }"></i><i
        :style="{ flexGrow: scale - size }"></i></span>
    </li>`,
};

// A box whose children wrap into further columns, of which one page is visible: nothing is ever cut in half. It measures
// which children are to be seen and says how many more there are.
const Paged = {
  inject: ["wall"],
  props: { count: Number, stamp: [Number, String], more: String },
  data: () => ({ first: 0, last: 0, all: 0 }),
  computed: {
    note() {
      const rest = Math.max(0, this.count - this.last);
      if (this.first > 0) {
        const range = this.wall.texts.page_of;
        return range.replace("{a}", this.first + 1).replace("{b}", this.last).replace("{n}", this.count);
      }
      return rest ? this.wall.plural(this.more, rest) : "";
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
    cancelAnimationFrame(this.frame);
  },
  watch: {
    stamp: { handler: "plan", flush: "post" },
    count: { handler: "plan", flush: "post" },
    "wall.page": { handler: "plan", flush: "post" },
  },
  methods: {
    plan() {
      this.frame ??= requestAnimationFrame(() => {
        this.frame = undefined;
        this.measure();
      });
    },
    measure() {
      const box = this.$refs.box;
      if (!box) return;
      const rtl = getComputedStyle(box).direction === "rtl" ? -1 : 1;
      const step = box.clientWidth + parseFloat(getComputedStyle(box).columnGap || 0);
      const pages = Math.max(1, Math.round((box.scrollWidth + step - box.clientWidth) / step));
      this.wall.knowPages(this.$.uid, pages);
      box.scrollLeft = rtl * Math.min(this.wall.page, pages - 1) * step;
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

const Clock = {
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

const QrCode = {
  inject: ["wall"],
  props: { qr: Object },
  template: `
    <svg class="qr" role="img" :aria-label="wall.texts.qr" :viewBox="'0 0 ' + qr.size + ' ' + qr.size"
      shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff" /><path :d="qr.d" fill="#1b2430" /></svg>`,
};

const Question = {
  props: { question: Object, count: { type: Number, default: null } },
  template: `
    <span class="question" :class="'question--' + question.key"><span aria-hidden="true">{{ question.sign }}</span>
      <span>{{ question.title }}</span><span v-if="count !== null" class="question__count">{{ count }}</span></span>`,
};

// One table on the page of all tables.
const TableColumn = {
  components: { FreshStrip, GroupRow, Paged, Words },
  inject: ["wall"],
  props: { table: Object, rows: Object, order: Array, counts: Object, strip: Array, scale: Number },
  computed: {
    total() {
      return sum(this.counts);
    },
    stamp() {
      return this.present.map((row) => `${row.id}${row.label}`).join();
    },
    present() {
      return this.order
        .slice(0, ROWS)
        .map((id) => this.rows[id])
        .filter(Boolean);
    },
    lone() {
      return this.total - this.order.reduce((together, id) => together + sum(this.rows[id]?.sizes), 0);
    },
  },
  template: `
    <section class="table" :aria-labelledby="'table-' + table.id">
      <h2 class="table__title" :id="'table-' + table.id"><span class="table__number">{{ table.number }}</span> <Words :text="table.title" /></h2>
      <p class="table__counts"><span v-for="q in wall.state.questions" :key="q.key" :class="'question--' + q.key"><span
        aria-hidden="true">{{ q.sign }}</span><span class="visually-hidden">{{ q.title }}</span> {{ counts[q.key] }}</span></p>
      <Paged v-if="total" class="table__topics" :count="order.length" :stamp="stamp" more="more_topics">
        <GroupRow v-for="row in present" :key="row.id" :row="row" :scale="scale" />
        <li v-if="order.length && lone > 0" class="topic topic--lone">{{ wall.plural("lone_cards", lone) }}</li>
      </Paged>
      <p v-if="total && !order.length" class="table__hint">{{ wall.texts.no_topic }}</p>
      <p v-if="!total" class="table__empty">{{ wall.texts.empty }}</p>
      <FreshStrip v-show="total" class="table__fresh" :cards="strip" />
    </section>`,
};

// One topic on the page of one table: its cards of each question side by side.
const TopicRow = {
  components: { EntryCard, Words },
  inject: ["wall"],
  props: { row: Object, cells: Object, lone: Boolean },
  computed: {
    size() {
      return sum(this.row.sizes);
    },
  },
  methods: {
    cards(key) {
      return this.cells?.[key] ?? [];
    },
    rest(key) {
      const fresh = (this.wall.state.strips[key] ?? []).filter((card) => card.row === this.row.id);
      return (this.row.sizes[key] ?? 0) - this.cards(key).length - fresh.length;
    },
  },
  template: `
    <li class="topic-row" :data-group-id="lone ? null : row.id">
      <div class="topic-row__head"><div class="topic-row__label" :lang="row.lang" :dir="row.dir"><Words :text="row.label" /></div>
        <div class="topic-row__size">{{ wall.plural('cards', size) }}</div></div>
      <div v-for="q in wall.state.questions" :key="q.key" class="cell">
        <EntryCard v-for="card in cards(q.key)" :key="card.id" :card="card" :sign="q.sign" :word="q.title" />
        <div class="cell__more" v-if="rest(q.key) > 0">{{ wall.plural('more_cards', rest(q.key)) }}</div>
      </div>
    </li>`,
};

const TopicsPage = {
  components: { FreshStrip, Paged, Question, TopicRow },
  inject: ["wall"],
  computed: {
    state() {
      return this.wall.state;
    },
    id() {
      return this.state.table;
    },
    order() {
      return this.state.order[this.id] ?? [];
    },
    rows() {
      return this.order
        .slice(0, ROWS)
        .map((id) => this.state.rows[id])
        .filter(Boolean);
    },
    counts() {
      return this.state.counts[this.id] ?? {};
    },
    lone() {
      const sizes = this.state.lone ?? {};
      return sum(sizes) ? { id: 0, label: this.wall.texts.lone, sizes } : null;
    },
    stamp() {
      const cells = Object.values(this.state.cells).flatMap((cell) => Object.values(cell).flat());
      return this.rows.map((row) => `${row.id}${row.label}`).join() + cells.map((card) => card.id).join();
    },
  },
  template: `
    <div class="by-topic">
      <div class="heads"><div class="heads__topics">{{ wall.texts.topics_by_size }}</div>
        <Question v-for="q in state.questions" :key="q.key" :question="q" :count="counts[q.key]" class="heads__question" /></div>
      <div class="fresh-row"><div class="fresh-row__label">{{ wall.texts.fresh }}</div>
        <FreshStrip v-for="q in state.questions" :key="q.key" :cards="state.strips[q.key]" /></div>
      <Paged class="by-topic__rows" :count="order.length + (lone ? 1 : 0)" :stamp="stamp" more="more_topics">
        <TopicRow v-for="row in rows" :key="row.id" :row="row" :cells="state.cells[row.id]" />
        <TopicRow v-if="lone" key="lone" lone :row="lone" :cells="state.cells[0]" />
      </Paged>
    </div>`,
};

const QuestionsPage = {
  components: { EntryCard, FreshStrip, Paged, Question },
  inject: ["wall"],
  computed: {
    state() {
      return this.wall.state;
    },
    counts() {
      return this.state.counts[this.state.table] ?? {};
    },
  },
  template: `
    <div class="by-question">
      <section v-for="q in state.questions" :key="q.key" class="column" :class="'column--' + q.key">
        <h2 class="column__head"><Question :question="q" :count="counts[q.key]" /></h2>
        <FreshStrip class="column__fresh" :cards="state.strips[q.key]" />
        <Paged class="column__cards" :count="(counts[q.key] ?? 0) - 1" :stamp="(state.lists[q.key] ?? []).map((card) => card.id).join()" more="more_cards">
          <li v-for="card in state.lists[q.key]" :key="card.id"><EntryCard :card="card" :sign="q.sign" :word="q.title" /></li>
        </Paged>
      </section>
    </div>`,
};

const JoinPage = {
  components: { QrCode },
  inject: ["wall"],
  template: `
    <div class="join-page">
      <QrCode class="join-page__qr" :qr="wall.state.join.qr" />
      <div class="join-page__words">
        <h2>{{ wall.texts.join }}</h2>
        <p>{{ wall.texts.join_scan }}</p>
        <p>{{ wall.joinParts[0] }}<strong class="join-page__address">{{ wall.state.join.address }}</strong>{{ wall.joinParts[1] }}</p>
        <p class="join-page__code">{{ wall.state.join.code }}</p>
        <p class="join-page__soon">{{ wall.texts.soon }}</p>
      </div>
    </div>`,
};

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

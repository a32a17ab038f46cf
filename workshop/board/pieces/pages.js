// What stands between head and foot: all tables, one table by topic or by question, how to join.

import { FreshStrip, Paged } from "workshop-board/lists.js";
import { GroupRow, QrCode, Question, Words } from "workshop-board/parts.js";
import { EntryCard, sum } from "workshop-look/pieces.js";

const ROWS = 40; // topics of one list that are in the page; the others are counted

// How many cards a table has. What changes with every card stands apart: the list of topics is not drawn anew with it.
export const TableCounts = {
  inject: ["surface"],
  props: { counts: Object },
  template: `
    <p class="table__counts"><span v-for="q in surface.state.questions" :key="q.key" :class="'question--' + q.key"><span
      aria-hidden="true">{{ q.sign }}</span><span class="visually-hidden">{{ q.title }}</span> {{ counts[q.key] }}</span></p>`,
};

export const LoneCards = {
  inject: ["surface"],
  props: { counts: Object },
  template: `<li v-if="counts.single > 0" class="topic topic--single">{{ surface.plural("single_cards", counts.single) }}</li>`,
};

// One table on the page of all tables.
export const TableColumn = {
  components: { FreshStrip, GroupRow, LoneCards, Paged, TableCounts, Words },
  inject: ["surface"],
  props: { table: Object, rows: Object, order: Array, counts: Object, strip: Array, scale: Number },
  computed: {
    isEmpty() {
      return !sum(this.counts);
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
  },
  template: `
    <section class="table" :class="{ 'has-topics': order.length }" :aria-labelledby="'table-' + table.id">
      <h2 class="table__title" :id="'table-' + table.id"><span class="table__number">{{ table.number }}</span> <span v-if="surface.state.facts.paused.includes(table.id)" class="table__pause">{{ surface.texts.pause }} · </span><Words :text="table.title" /></h2>
      <TableCounts :counts="counts" />
      <Paged v-if="order.length" class="table__topics" :count="order.length" :stamp="stamp" more="more_topics">
        <GroupRow v-for="row in present" :key="row.id" :row="row" :scale="scale" />
        <LoneCards :counts="counts" />
      </Paged>
      <p v-if="isEmpty" class="table__empty">{{ surface.emptyText }}</p>
      <FreshStrip v-show="!isEmpty" class="table__fresh" :cards="strip" />
    </section>`,
};

// One topic on the page of one table: its cards of each question side by side.
export const TopicRow = {
  components: { EntryCard, Words },
  inject: ["surface"],
  props: { row: Object, cells: Object, single: Boolean },
  computed: {
    size() {
      return sum(this.row.sizes);
    },
  },
  methods: {
    level() {
      return this.single ? 1 : (this.surface.state.levels[this.row.id] ?? this.surface.levelOf(this.row));
    },
    cards(key) {
      return this.cells?.[key] ?? [];
    },
    rest(key) {
      const fresh = (this.surface.state.strips[key] ?? []).filter((card) => card.row === this.row.id);
      return (this.row.sizes[key] ?? 0) - this.cards(key).length - fresh.length;
    },
  },
  template: `
    <li class="topic-row" :class="['is-level-' + level(), { 'has-alike': row.alike?.length }]" :data-group-id="single ? null : row.id">
      <div class="topic-row__head"><div class="topic-row__label" :lang="row.lang" :dir="row.dir"><Words :text="row.label" /></div>
        <div class="topic-row__size">{{ surface.plural('cards', size) + (row.alike?.length ? " · " + surface.texts.alike : "") }}</div>
        <div v-if="row.words" class="topic-row__words" :lang="row.lang" :dir="row.dir"><Words :text="row.words" /></div>
        <div v-for="(card, at) in row.alike ?? []" :key="at" class="topic-row__alike" :lang="card.lang" :dir="card.dir">{{ card.text }}</div>
        <div v-for="name in row.against ?? []" :key="name" class="topic-row__against"><span aria-hidden="true">{{ "⚡ " }}</span><span>{{ surface.texts.against.replace("{topic}", () => name) }}</span></div></div>
      <div v-for="q in surface.state.questions" :key="q.key" class="cell">
        <EntryCard v-for="card in cards(q.key)" :key="card.id" :card="card" :sign="q.sign" :word="q.title" :mark="surface.texts.windows[card.window]" />
        <div class="cell__more" v-if="rest(q.key) > 0">{{ surface.plural('more_cards', rest(q.key)) }}</div>
      </div>
    </li>`,
};

export const TopicsPage = {
  components: { FreshStrip, Paged, Question, TopicRow },
  inject: ["surface"],
  computed: {
    state() {
      return this.surface.state;
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
    isEmpty() {
      return !sum(this.counts);
    },
    single() {
      const sizes = this.state.single ?? {};
      return sum(sizes) ? { id: 0, label: this.surface.texts.single, sizes } : null;
    },
    stamp() {
      const cells = Object.values(this.state.cells).flatMap((cell) => Object.values(cell).flat());
      const heads = this.rows.map((row) => `${row.id}${row.label}${row.words}${JSON.stringify(row.alike)}${row.against}`);
      return heads.join() + cells.map((card) => card.id).join();
    },
  },
  template: `
    <div class="by-topic" :class="'has-' + Math.min(3, rows.length + (single ? 1 : 0))">
      <div class="heads"><div class="heads__topics">{{ surface.texts.topics_by_size }}</div>
        <Question v-for="q in state.questions" :key="q.key" :question="q" :count="counts[q.key]" class="heads__question" /></div>
      <div class="fresh-row"><div class="fresh-row__label">{{ surface.texts.fresh }}</div>
        <FreshStrip v-for="q in state.questions" :key="q.key" :cards="state.strips[q.key]" /></div>
      <p v-if="isEmpty" class="one-table__hint">{{ surface.emptyText }}</p>
      <Paged class="by-topic__rows" :count="order.length + (single ? 1 : 0)" :stamp="stamp" more="more_topics">
        <TopicRow v-for="row in rows" :key="row.id" :row="row" :cells="state.cells[row.id]" />
        <TopicRow v-if="single" key="single" single :row="single" :cells="state.cells[0]" />
      </Paged>
    </div>`,
};

export const QuestionsPage = {
  components: { EntryCard, FreshStrip, Paged, Question },
  inject: ["surface"],
  computed: {
    state() {
      return this.surface.state;
    },
    counts() {
      return this.state.counts[this.state.table] ?? {};
    },
    isEmpty() {
      return !sum(this.counts);
    },
    // Few cards stand there larger.
    fill() {
      const longest = Math.max(0, ...this.state.questions.map((q) => this.state.lists[q.key]?.length ?? 0));
      return longest <= 3 ? 1 : longest <= 6 ? 2 : 3;
    },
  },
  template: `
    <div class="by-question" :class="'has-' + fill">
      <p v-if="isEmpty" class="one-table__hint">{{ surface.emptyText }}</p>
      <section v-for="q in state.questions" :key="q.key" class="column" :class="'column--' + q.key">
        <h2 class="column__head"><Question :question="q" :count="counts[q.key]" /></h2>
        <FreshStrip class="column__fresh" :cards="state.strips[q.key]" />
        <Paged class="column__cards" :count="(counts[q.key] ?? 0) - 1" :stamp="(state.lists[q.key] ?? []).map((card) => card.id).join()" more="more_cards">
          <li v-for="card in state.lists[q.key]" :key="card.id"><EntryCard :card="card" :sign="q.sign" :word="q.title" :mark="surface.texts.windows[card.window]" /></li>
        </Paged>
      </section>
    </div>`,
};

export const JoinPage = {
  components: { QrCode },
  inject: ["surface"],
  template: `
    <div v-if="!surface.state.facts.admits" class="join-page is-shut"><p class="join-page__shut">{{ surface.texts.shut }}</p></div>
    <div v-else class="join-page">
      <QrCode class="join-page__qr" :qr="surface.state.join.qr" />
      <div class="join-page__words">
        <h2>{{ surface.texts.join }}</h2>
        <p>{{ surface.texts.join_scan }}</p>
        <p>{{ surface.joinParts[0] }}<strong class="join-page__address">{{ surface.state.join.address }}</strong>{{ surface.joinParts[1] }}</p>
        <p class="join-page__code">{{ surface.state.join.code }}</p>
        <p v-if="surface.state.facts.budget" class="join-page__budget">{{ surface.state.facts.budget }}</p>
        <p v-if="surface.state.facts.phase === 'preparation'" class="join-page__soon">{{ surface.texts.begins }}</p>
      </div>
    </div>`,
};

// The measures table. Each field is stored by itself when it is left; what others store comes into all others at once,
// and a field in which something is typed stays as it is until that is stored or thrown away.
// Whatever a person wrote is put in as the value of a field or by text interpolation only.

import { answered, begun, isBehind, keep, kept, same } from "workshop-measures/cell_drafts.js";
import { keptSteps, wayOf, withoutStep, withStep } from "workshop-measures/cell_turns.js";
import { Part } from "workshop-measures/part.js";

const AGAIN_MS = 4000; // what was not answered by then is sent once more: the server takes it once

export default {
  components: { Part },
  props: { columns: { type: Array, default: () => [] }, rows: { type: Array, default: () => [] }, texts: Object, busy: Object, me: Object },
  emits: ["write", "open"],
  provide() {
    return { grid: this };
  },
  data: () => ({ drafts: kept(), here: "", told: "", isTrouble: false, steps: keptSteps(), turning: null }),
  mounted() {
    this.settle();
    for (const [cell, draft] of Object.entries(this.drafts)) if (draft.sent !== null) this.emit(cell);
    this.again = setInterval(this.sendAgain, AGAIN_MS);
    document.addEventListener("keydown", this.press);
  },
  beforeUnmount() {
    clearInterval(this.again);
    clearTimeout(this.telling);
    document.removeEventListener("keydown", this.press);
  },
  watch: { rows: "settle" },
  computed: {
    parts() {
      const found = new Map();
      for (const row of this.rows) for (const parts of row.cells) for (const part of parts) found.set(`${row.id}.${part.name}`, part);
      return found;
    },
    lost() {
      return Object.entries(this.drafts).filter(([cell]) => !this.parts.has(cell));
    },
    writers() {
      const own = this.here && this.me.name ? [this.me] : [];
      const each = new Map([...own, ...Object.values(this.busy)].map((writer) => [writer.number, writer]));
      return [...each.values()].sort((one, other) => one.number - other.number);
    },
  },
  methods: {
    label(row, part) {
      const title = row.cells[0][0].text;
      return this.texts.of.replace("{field}", part.label).replace("{number}", row.number).replace("{title}", () => title);
    },
    called(cell) {
      const row = this.rows.find((each) => cell.startsWith(`${each.id}.`));
      return this.label(row, this.parts.get(cell));
    },
    say(words, isTrouble = false) {
      Object.assign(this, { told: words, isTrouble });
    },
    writer(cell) {
      return this.here === cell ? this.me.name && this.me : this.busy[cell];
    },
    change(cell, draft) {
      if (draft) this.drafts[cell] = draft;
      else delete this.drafts[cell];
      keep(cell, draft);
    },
    // Others hear which field is open; leaving one for the next is one message.
    tell() {
      clearTimeout(this.telling);
      this.telling = setTimeout(() => {
        const [outcome, name] = this.here.split(".");
        this.$emit("open", this.here ? { outcome: Number(outcome), name } : {});
      }, 0);
    },
    open(cell) {
      this.here = cell;
      this.tell();
    },
    shut(cell) {
      if (this.here === cell) this.here = "";
      this.tell();
      if (this.isLeaving) this.isLeaving = false;
      else this.send(cell);
    },
    leave(field) {
      this.isLeaving = true;
      field.blur();
    },
    type(cell, text) {
      const draft = this.drafts[cell] ?? begun(this.parts.get(cell).text);
      this.change(cell, { ...draft, text, wants: false, done: false, note: "" });
    },
    // Store a field, unless something else stands there meanwhile: then whoever typed here chooses first.
    send(cell) {
      const draft = this.drafts[cell];
      const part = this.parts.get(cell);
      if (!draft || !part) return;
      if (draft.sent !== null) this.change(cell, { ...draft, wants: true });
      else if (draft.done || same(draft.text, part.text)) this.settle();
      else if (!isBehind(draft, part.text)) {
        this.change(cell, { ...draft, sent: draft.text, wants: false, note: "" });
        this.emit(cell);
      }
    },
    emit(cell) {
      const [outcome, name] = cell.split(".");
      const draft = this.drafts[cell];
      this.sentAt ??= {};
      this.sentAt[cell] = Date.now();
      this.$emit("write", { outcome: Number(outcome), name, text: draft.sent, seen: draft.base });
    },
    sendAgain() {
      if (window.socket?.connected === false) return;
      for (const [cell, draft] of Object.entries(this.drafts))
        if (draft.sent !== null && Date.now() - (this.sentAt?.[cell] ?? 0) > AGAIN_MS) this.emit(cell);
      if (this.turning && Date.now() - this.turning.at > AGAIN_MS) this.ask();
    },
    // Called by the server.
    answer(said) {
      if (this.turning?.cell === said.cell && this.turning.text === said.text) return this.turned(said);
      if (said.state === "stored") this.say(said.words);
      const draft = this.drafts[said.cell];
      if (draft?.sent !== said.text) return;
      const after = said.now ?? said.text;
      if (said.state === "stored" && !same(draft.base, after))
        this.steps = withStep(this.steps, { cell: said.cell, before: draft.base, after });
      const rest = answered(draft, said);
      this.change(said.cell, rest);
      if (rest.wants && !rest.done) this.send(said.cell);
      this.settle();
    },
    // Let go of what is stored by now; not where somebody types, for a blank at the end is typed too.
    settle() {
      for (const [cell, draft] of Object.entries(this.drafts)) {
        const part = this.parts.get(cell);
        const isStored = draft.done || (draft.sent === null && same(draft.text, part?.text ?? ""));
        if (part && cell !== this.here && isStored) this.change(cell, null);
      }
    },
    drop(cell, isAsked = false) {
      this.change(cell, null);
      if (isAsked) this.focus(cell);
    },
    keepMine(cell) {
      this.change(cell, { ...this.drafts[cell], base: this.parts.get(cell).text });
      this.send(cell);
      this.focus(cell);
    },
    isTyped(cell) {
      const draft = this.drafts[cell];
      return Boolean(draft) && !draft.done && !same(draft.text, this.parts.get(cell)?.text ?? "");
    },
    press(event) {
      const way = wayOf(event, this.isTyped(this.here));
      if (!way || !this.rows.length) return;
      event.preventDefault();
      this.turn(way);
    },
    // Take back what this tab stored last, or do that again; what is typed there by now comes first.
    turn(way) {
      const step = this.steps[way].at(-1);
      if (!step || this.turning) return;
      this.turning = { ...step, way, text: way === "back" ? step.before : step.after, seen: way === "back" ? step.after : step.before };
      if (!this.parts.has(step.cell)) this.turned({ state: "gone" });
      else if (this.isTyped(step.cell)) this.turned({ state: "typed" });
      else {
        this.change(step.cell, null);
        this.ask();
      }
    },
    ask() {
      const [outcome, name] = this.turning.cell.split(".");
      this.turning.at = Date.now();
      this.$emit("write", { outcome: Number(outcome), name, text: this.turning.text, seen: this.turning.seen });
    },
    turned({ state, words }) {
      const { id, cell, way } = this.turning;
      this.turning = null;
      if (state !== "typed" && state !== "failed") this.steps = withoutStep(this.steps, way, id, state === "stored");
      const done = way === "back" ? this.texts.undone : this.texts.redone;
      const said = { stored: done, refused: words, ...this.texts.unturned }[state];
      this.say(said.replace("{what}", () => this.called(cell)), state !== "stored");
      if (state === "typed") this.focus(cell);
      else this.$nextTick(() => this.$el.querySelector(`[data-cell="${CSS.escape(cell)}"]`)?.scrollIntoView({ block: "nearest" }));
    },
    focus(cell) {
      this.$nextTick(() => this.$el.querySelector(`[data-cell="${CSS.escape(cell)}"]`)?.focus());
    },
    // To the same column of the next row that has it; in the last one the field is stored and stays open.
    goDown(cell) {
      const at = this.rows.findIndex((row) => cell.startsWith(`${row.id}.`));
      const column = this.rows[at].cells.findIndex((parts) => parts.some((part) => cell === `${this.rows[at].id}.${part.name}`));
      const below = this.rows.slice(at + 1).find((row) => row.cells[column].length);
      if (below) this.focus(`${below.id}.${below.cells[column][0].name}`);
      else this.send(cell);
    },
  },
  template: `
    <div class="measures-grid">
      <table v-if="rows.length" class="measures" :aria-label="texts.table">
        <thead><tr><th scope="col" class="measures__number">{{ texts.number }}</th><th v-for="column in columns" :key="column.key" scope="col"
          :class="'is-' + column.key">{{ column.title }}</th></tr></thead>
        <tbody>
          <tr v-for="row in rows" :key="row.id" :data-outcome-id="row.id" :class="row.state && 'is-' + row.state">
            <th scope="row" class="measures__number">{{ row.number }}</th>
            <td v-for="(parts, at) in row.cells" :key="columns[at].key" :class="['is-' + columns[at].key, { 'is-none': !parts.length }]"
              :data-heading="columns[at].title">
              <p v-if="at === 0" class="measures__about">{{ row.about }}</p>
              <Part v-for="part in parts" :key="part.name" :part="part" :cell="row.id + '.' + part.name" :label="label(row, part)"
                :is-named="parts.length > 1 && part.named && part.kind !== 'tick'" :draft="drafts[row.id + '.' + part.name]"
                :writer="writer(row.id + '.' + part.name) || null" :is-open="here === row.id + '.' + part.name" />
            </td>
          </tr>
        </tbody>
      </table>
      <section v-if="lost.length" class="measures-lost" :aria-label="texts.unsaved">
        <p>{{ texts.lost }}</p>
        <div v-for="[cell, draft] in lost" :key="cell" class="measures-lost__line"><span dir="auto">{{ draft.text }}</span><button type="button"
          class="button small" @click="drop(cell)">{{ texts.drop }}</button></div>
      </section>
      <footer class="measures-foot">
        <div v-if="rows.length" class="measures-turns" @mousedown.prevent><button type="button" class="button small" :aria-disabled="!steps.back.length"
          @click="turn('back')"><span aria-hidden="true">↶ </span>{{ texts.undo }}</button><button type="button" class="button small"
          :aria-disabled="!steps.again.length" @click="turn('again')"><span aria-hidden="true">↷ </span>{{ texts.redo }}</button></div>
        <div v-if="writers.length" class="measures-writers"><strong>{{ texts.writing }}</strong><span v-for="each in writers" :key="each.number"
          class="measures-writer"><i :class="'is-line-' + (each.number - 1) % 3" aria-hidden="true"></i>{{ each.name }}</span></div>
        <p v-else class="measures-keys">{{ texts.keys }}</p>
        <p class="measures-told" :class="{ 'is-trouble': isTrouble }" role="status"><template v-if="told"><span aria-hidden="true">{{
          isTrouble ? "! " : "✓ " }}</span>{{ told }}</template></p>
      </footer>
    </div>`,
};

// The calm slide: what stays when the board is to say nothing of the cards. Clock and code are on it as wished; as anywhere
// on the board, nobody is asked to join once collecting is over.

import { Clock, QrCode, Words } from "workshop-board/parts.js";

export const CalmPage = {
  components: { Clock, QrCode, Words },
  inject: ["surface"],
  props: { wish: Object },
  computed: {
    facts() {
      return this.surface.state.facts;
    },
    hasClock() {
      return this.wish.clock && Boolean(this.facts.ends_at || this.surface.isPaused);
    },
    hasCode() {
      return this.wish.code && ["preparation", "collect"].includes(this.facts.phase);
    },
  },
  template: `
    <div class="calm">
      <p v-if="facts.series" class="calm__series" dir="auto">{{ facts.series }}</p>
      <h1 :class="surface.sizeOf(facts.title)" :lang="facts.title_lang" :dir="facts.title_dir"><Words :text="facts.title" /></h1>
      <span v-if="facts.rehearsal" class="rehearsal-mark">{{ surface.texts.rehearsal }}</span>
      <div v-if="hasClock" class="calm__time">
        <Clock :ends-at="facts.ends_at" :pause="facts.pause" :skew="surface.skew" :warning="facts.warning" />
      </div>
      <p v-if="hasCode && !facts.admits" class="calm__shut">{{ surface.texts.shut }}</p>
      <div v-else-if="hasCode" class="calm__join">
        <QrCode class="calm__qr" :qr="surface.state.join.qr" />
        <div class="calm__words"><span class="calm__address">{{ surface.state.join.address }}</span>
          <span class="head__code" :aria-label="surface.texts.code">{{ surface.state.join.code }}</span></div>
      </div>
    </div>`,
};

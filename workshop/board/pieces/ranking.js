// The topics by their dots.

import { Words } from "workshop-board/parts.js";
import { AccordSign } from "workshop-look/pieces.js";

// Letters of a name: in the widest letters that a computer may have, as many fit on one line, large or smaller.
const LARGE = 24;
const ONE_LINE = 28;

export const RankingPage = {
  components: { AccordSign, Words },
  inject: ["surface"],
  computed: {
    ranking() {
      return this.surface.state.facts.ranking;
    },
  },
  methods: {
    classes(row, at) {
      const next = this.ranking.rows[at + 1];
      const letters = row.label.replaceAll("\u00ad", "").length;
      return { "is-medium": letters > LARGE, "is-long": letters > ONE_LINE, follows: row.follows, "is-followed": next?.follows };
    },
    share(dots) {
      return { inlineSize: `${(100 * dots) / this.ranking.most}%` };
    },
  },
  template: `
    <section class="ranking" :aria-label="surface.texts.ranking">
      <ol class="ranking__rows">
        <li v-for="(row, at) in ranking.rows" :key="row.id" class="rank" :class="classes(row, at)" :data-group-id="row.id">
          <div class="rank__place"><span class="rank__number">{{ row.rank }}</span><span v-if="row.tied" class="rank__tied">{{ row.tied }}</span></div>
          <div class="rank__topic"><div class="rank__name" :lang="row.lang" :dir="row.dir"><Words :text="row.label" /></div>
            <div class="rank__table"><span class="rank__where"><span class="table__number">{{ row.number }}</span> {{ row.table }}</span><span v-if="row.mark" class="rank__mark"><AccordSign :accord="row.accord" />{{ row.mark }}</span></div></div>
          <div class="rank__dots"><div class="rank__bar" aria-hidden="true"><i class="rank__phone" :style="share(row.phone)"></i><i
            class="rank__paper" :style="share(row.paper)"></i></div><div v-if="row.parts" class="rank__parts">{{ row.parts }}</div></div>
          <div class="rank__total">{{ row.total }}</div>
        </li>
      </ol>
      <p class="ranking__sum">{{ ranking.total }} <span v-if="ranking.more">· {{ ranking.more }}</span></p>
    </section>`,
};

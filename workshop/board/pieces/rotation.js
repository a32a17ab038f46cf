// Who goes where, while people walk to their next table; and the welcome there.

import { Words } from "workshop-board/parts.js";

export const RotationPage = {
  components: { Words },
  inject: ["surface"],
  computed: {
    moves() {
      return this.surface.state.facts.rotation.moves;
    },
    // One below the other as long as they are large enough so.
    layout() {
      const columns = this.moves.length > 6 ? 2 : 1;
      return { "--columns": columns, "--rows": Math.ceil(this.moves.length / columns) };
    },
  },
  template: `
    <section class="change" aria-labelledby="change-title">
      <h2 id="change-title" class="change__title">{{ surface.texts.change }}</h2>
      <ol class="change__rows" :class="{ 'change__rows--two': moves.length > 6 }" :style="layout">
        <li v-for="move in moves" :key="move.id" class="change__row"><span class="change__from">{{ move.from }}</span>
          <span class="change__arrow" aria-hidden="true">→</span> <strong class="change__to">{{ move.to }}</strong>
          <span class="change__name" :lang="move.lang" :dir="move.dir"><Words :text="move.title" /></span></li>
      </ol>
      <p class="change__foot">{{ surface.texts.cards_stay }}</p>
    </section>`,
};

// A card in a list of the console: what stands below its text, and the place of its menu.
import { EntryCard } from "workshop-look/pieces.js";

export default {
  components: { EntryCard },
  props: {
    card: Object,
    sign: String,
    word: String,
    mark: String,
    lang: String,
    tongue: Object,
    guest: Boolean,
    choice: String,
    chosen: Boolean,
    facts: String,
    note: String,
    more: String,
    expanded: String,
  },
  template: `
    <li class="card-item">
      <EntryCard :card="card" :sign="sign" :word="word" :mark="mark" :class="{ 'is-guest': guest }" :draggable="choice ? 'true' : null">
        <div class="card-foot" :lang="lang" dir="auto">
          <label v-if="choice" class="card-choose"><input type="checkbox" data-act="choose" :checked="chosen"><span>{{ choice }}</span></label>
          <span v-if="tongue" class="card-note card-tongue">{{ tongue.name }} <bdi v-if="tongue.own" :lang="tongue.tag">({{ tongue.own }})</bdi></span>
          <span v-if="facts" class="card-note">{{ facts }}</span>
          <span v-if="note" class="card-note also-in">{{ note }}</span>
          <button type="button" class="button more" :id="$attrs.id + '-more'" data-act="card-more" data-row=""
            :aria-label="more" aria-haspopup="menu" :aria-expanded="expanded">⋯</button>
          <slot />
        </div>
      </EntryCard>
    </li>`,
};

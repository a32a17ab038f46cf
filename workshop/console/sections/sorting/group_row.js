// A topic's line in the console, with places for its menu, for the field of its name, and for its cards.
import { AccordSign, Bar } from "workshop-look/pieces.js";

export default {
  components: { AccordSign, Bar },
  props: {
    group: Number,
    label: String,
    count: String,
    sizes: Object,
    against: Array,
    accord: String,
    mark: String,
    maybe: String,
    verdict: String,
    why: String,
    near: Array,
    open: Boolean,
    renaming: Boolean,
    rename: String,
    more: String,
    harvest: String,
    expanded: String,
  },
  template: `
    <li class="topic" :data-group-id="group" data-drop="group">
      <div class="topic-head" :class="{ 'is-renaming': renaming }" draggable="true">
        <span class="grip" aria-hidden="true">⠿</span>
        <button type="button" class="topic-toggle" data-act="toggle" data-row="" :aria-expanded="String(open)">
          <span class="topic-label">{{ label }}</span><span class="topic-count">{{ count }}</span>
        </button>
        <div class="topic-bar"><Bar :sizes="sizes" /></div>
        <div class="topic-actions">
          <button type="button" class="button topic-rename" data-act="rename">{{ rename }}</button>
          <button type="button" class="button more" :id="$attrs.id + '-more'" data-act="more"
            :aria-label="more" aria-haspopup="menu" :aria-expanded="expanded">⋯</button>
          <button v-if="harvest" type="button" class="button primary" data-act="harvest">{{ harvest }}</button>
          <slot name="menu" />
        </div>
        <slot name="renaming" />
      </div>
      <div v-if="mark || maybe || verdict || against.length || near.length" class="topic-marks">
        <span v-if="mark" class="topic-accord"><AccordSign :accord="accord" /><span>{{ mark }}</span></span>
        <span v-for="(text, at) in against" :key="at" class="topic-against"><span aria-hidden="true">⚡</span><span>{{ text }}</span></span>
        <button v-if="maybe" type="button" class="topic-maybe" data-act="accord" aria-haspopup="menu">{{ maybe }}</button>
        <span v-if="verdict" class="topic-verdict"><b>{{ verdict }}</b><template v-if="why"> – <bdi>{{ why }}</bdi></template></span>
        <a v-for="(other, at) in near" :key="'near' + at" class="topic-near" :href="other.href"><span aria-hidden="true">≈</span><span>{{ other.text }}</span></a>
      </div>
      <slot />
    </li>`,
};

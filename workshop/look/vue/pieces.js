// A card and a group's bar, drawn the same wherever they appear: board, console, dialogs.
// Whatever a person wrote is put in by text interpolation only: it becomes a text node, never markup.

export const QUESTIONS = ["works", "improve", "needed"];
export const sum = (sizes) => QUESTIONS.reduce((total, key) => total + (sizes?.[key] ?? 0), 0);

// The name runs its own way, whatever the way of the text beside it.
export const Tongue = {
  inject: { surface: { default: null } },
  props: { card: Object },
  template: `<span class="tongue"><bdi :lang="surface?.texts.home">{{ card.tongue }}</bdi></span>`,
};

// What a page adds to a card goes into the slot below the text. `mark` says that it came before or after the evening, in
// the page's language. A language that is not the hall's stands before the text: there it is never cut off, and costs no
// line of its own.
export const EntryCard = {
  components: { Tongue },
  props: { card: Object, sign: String, word: String, mark: String },
  data: () => ({ home: document.documentElement.lang }),
  computed: {
    length() {
      return this.card.text.length + (this.card.tongue?.length ?? 0);
    },
  },
  template: `
    <article class="entry" :class="['entry--' + card.q, { 'entry--medium': length > 60, 'entry--long': length > 110 }]"
      :data-entry-id="card.id" :lang="card.lang" :dir="card.dir">
      <span class="entry__sign" role="img" :aria-label="word" :title="word">{{ sign }}</span>
      <div class="entry__text"><Tongue v-if="card.tongue" :card="card" />{{ card.text }}</div>
      <span v-if="mark" class="entry__mark" :lang="home">{{ mark }}</span>
      <slot />
    </article>`,
};

// `scale` is the number of cards that fills the whole width; without it, --bar-scale of what is around the bar.
export const Bar = {
  props: { sizes: Object, scale: Number },
  computed: {
    parts() {
      return QUESTIONS.filter((key) => this.sizes?.[key] > 0).map((key) => ({ key, share: this.sizes[key] }));
    },
    rest() {
      const size = sum(this.sizes);
      return this.scale === undefined ? `max(0, var(--bar-scale, 0) - ${size})` : Math.max(0, this.scale - size);
    },
  },
  template: `
    <span class="bar" aria-hidden="true"><i v-for="part in parts" :key="part.key" class="bar__part"
      :class="'bar__part--' + part.key" :style="{ flexGrow: part.share }"></i><i :style="{ flexGrow: rest }"></i></span>`,
};

// Beside the word for a topic about which people agree, or do not: two circles over each other, two arrows that meet.
export const AccordSign = {
  props: { accord: String },
  template: `
    <svg class="accord-sign" viewBox="0 0 24 16" aria-hidden="true"><template v-if="accord === 'agreed'"><circle cx="8.5" cy="8" r="6" /><circle
      cx="15.5" cy="8" r="6" /></template><path v-else d="M1 8h8M5.5 4.5 9.5 8l-4 3.5M23 8h-8M18.5 4.5 14.5 8l4 3.5" /></svg>`,
};

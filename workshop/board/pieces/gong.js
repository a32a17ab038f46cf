// The gong shortly before the end of a round and at its end: two partials of a soft bell that die away, made here. A board
// sounds it when it sees a clock pass the mark, once for each end, and never for what was long ago.

const LATE_MS = 5000; // a tab that slept, or was opened after the end, keeps silent
const PATIENCE = 6; // looks at the clock, four a second
const BELL = [
  { ratio: 1, loud: 0.22, seconds: 4.5 },
  { ratio: 2.76, loud: 0.05, seconds: 1.8 },
];
const PITCH = { soon: 440, over: 330 };

// Which mark a clock passes: told at each look at it, with how many milliseconds are left (`null`: none runs).
export class Marks {
  constructor() {
    this.left = null;
    this.end = null;
    this.passed = {};
  }

  look(end, left, soon) {
    if (end !== this.end) this.passed = {};
    const before = this.left;
    this.end = end;
    this.left = left;
    if (left === null || before === null) return "";
    for (const [name, mark] of [
      ["over", 0],
      ["soon", soon],
    ]) {
      if (before <= mark || left > mark || this.passed[name]) continue;
      this.passed[name] = true;
      return mark - left < LATE_MS ? name : "";
    }
    return "";
  }
}

export class Gong {
  // A browser lets a page sound after somebody has clicked or pressed a key in it. Until then it has to ask.
  get isBlocked() {
    return this.context?.state === "suspended";
  }

  prepare() {
    if (!this.context && window.AudioContext) this.context = new AudioContext();
  }

  wake() {
    if (this.isBlocked) this.context.resume();
  }

  ring(name) {
    if (this.context?.state !== "running") return;
    const at = this.context.currentTime;
    for (const { ratio, loud, seconds } of BELL) {
      const tone = this.context.createOscillator();
      const fade = this.context.createGain();
      tone.frequency.value = PITCH[name] * ratio;
      fade.gain.setValueAtTime(0, at);
      fade.gain.linearRampToValueAtTime(loud, at + 0.02);
      fade.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
      tone.connect(fade).connect(this.context.destination);
      tone.start(at);
      tone.stop(at + seconds);
    }
  }
}

// One for the whole page, whatever that shows of the clock: it reads out what the clock says, and sounds the gong.
export const ClockWatch = {
  inject: ["surface"],
  data: () => ({ told: "" }),
  mounted() {
    this.marks = new Marks();
    this.timer = setInterval(this.look, 250);
    document.addEventListener("keydown", this.wake);
    document.addEventListener("pointerdown", this.wake);
  },
  beforeUnmount() {
    clearInterval(this.timer);
    document.removeEventListener("keydown", this.wake);
    document.removeEventListener("pointerdown", this.wake);
  },
  methods: {
    wake() {
      this.surface.gong.wake();
    },
    look() {
      const { gong, isPaused, skew, state, texts } = this.surface;
      const { ends_at: end, gong: isWished, warning } = state.facts;
      const sounds = isWished && Boolean(end || isPaused);
      if (sounds) gong.prepare();
      // One that may sound needs a moment to begin.
      this.blocked = sounds && gong.isBlocked ? (this.blocked ?? 0) + 1 : 0;
      this.surface.isSilent = this.blocked > PATIENCE;
      const left = end ? end - Date.now() - skew : null;
      const mark = this.marks.look(end, left, 1000 * warning);
      if (mark) this.told = texts[mark];
      else if (left === null || left > 1000 * warning) this.told = "";
      if (mark && sounds) gong.ring(mark);
    },
  },
  template: `<p class="visually-hidden" role="status">{{ told }}</p>`,
};

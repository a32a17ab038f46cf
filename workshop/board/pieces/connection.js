// What the board says while its connection is away: the cause, and of when the cards are. It stands in the foot's place, so
// that it covers no card.

const PATIENCE_MS = 2000; // a blink of the network is not worth a word
const AGAIN_MS = 4000;
const ANSWER_MS = 3000;
const OFTEN = 4; // so often a server that answers may fail to connect before something on the way is to blame

export const Connection = {
  inject: ["surface"],
  data: () => ({ cause: "", since: "" }),
  mounted() {
    this.follow();
  },
  beforeUnmount() {
    clearTimeout(this.timer);
    for (const [name, heard] of this.heard ?? []) window.socket.off(name, heard);
  },
  computed: {
    text() {
      const { texts, address } = this.surface;
      return (texts.lost[this.cause] ?? "")
        .replace("{time}", this.since)
        .replace("{here}", location.host)
        .replace("{there}", () => address.home + location.pathname);
    },
  },
  methods: {
    follow() {
      this.timer = undefined;
      // The page makes its socket after it has placed the board.
      if (!window.socket) {
        this.timer = setTimeout(this.follow, 50);
        return;
      }
      this.heard = [
        ["connect", this.rest],
        ["disconnect", this.wait],
        ["connect_error", this.wait],
      ];
      for (const [name, heard] of this.heard) window.socket.on(name, heard);
      if (!window.socket.connected) this.wait();
    },
    rest() {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.answers = 0;
      this.since = "";
      this.cause = "";
    },
    wait() {
      this.since ||= this.clockNow();
      this.timer ??= setTimeout(this.look, PATIENCE_MS);
    },
    // The clock of the hall: a laptop's may be set to another zone, and a browser may not know every zone.
    clockNow() {
      const { address, state, texts } = this.surface;
      const form = { hour: "2-digit", minute: "2-digit" };
      const time = new Date(Date.now() + this.surface.skew);
      try {
        return time.toLocaleTimeString(texts.lang, { ...form, timeZone: state?.facts.time_zone || address.time_zone });
      } catch {
        return time.toLocaleTimeString(texts.lang, form);
      }
    },
    async look() {
      const cause = await this.causeNow();
      if (window.socket.connected) this.rest();
      else {
        this.cause = cause;
        this.timer = setTimeout(this.look, AGAIN_MS);
      }
    },
    async causeNow() {
      if (navigator.onLine === false) return "offline";
      try {
        const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) });
        if (!answer.ok) throw new Error(answer.statusText);
      } catch {
        this.answers = 0;
        return "away";
      }
      const { origins, host } = this.surface.address;
      if (!origins.includes(location.origin) && host !== location.host) return "foreign";
      this.answers = (this.answers ?? 0) + 1;
      return this.answers < OFTEN ? "again" : "blocked";
    },
  },
  template: `<p v-if="cause" class="lost" role="status" :data-cause="cause">{{ text }}</p>`,
};

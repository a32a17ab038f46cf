// Makes a picture small before it is sent: a telephone's would take minutes in a full hall. It is drawn anew, so that
// nothing of the file goes along; the server makes it anew once more and trusts none of this.

const KINDS = [
  ["jpeg", (at) => at(0) === 0xff && at(1) === 0xd8 && at(2) === 0xff],
  ["png", (at) => at(0) === 0x89 && at(1) === 0x50 && at(2) === 0x4e && at(3) === 0x47],
  ["webp", (_at, text) => text(0, 4) === "RIFF" && text(8, 12) === "WEBP"],
  ["heic", (_at, text) => text(4, 8) === "ftyp" && /^(?:hei|hev|mif1|msf1|avif)/.test(text(8, 12))],
];
const QUALITIES = [0.86, 0.76, 0.66];
const SMALLER = [1, 0.8, 0.6, 0.4];
const MOST_FILE = 60_000_000;

// Why a file cannot be taken: the name of one of the texts.
export class Unfit extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

async function kindOf(file) {
  const head = new Uint8Array(await file.slice(0, 16).arrayBuffer());
  const text = (from, to) => String.fromCharCode(...head.slice(from, to));
  return KINDS.find(([, fits]) => fits((place) => head[place], text))?.[0];
}

// The picture of a file, upright, as large as it is sent at most.
export async function opened(file, most) {
  if (file.size > MOST_FILE) throw new Unfit("tooLarge");
  const kind = await kindOf(file);
  if (!kind) throw new Unfit("kind");
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Unfit(kind === "heic" ? "heic" : "unreadable");
  }
  const scale = Math.min(1, most.side / Math.max(bitmap.width, bitmap.height));
  const canvas = drawn(bitmap, scale);
  bitmap.close();
  return canvas;
}

function drawn(picture, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// What is sent of it.
export async function packed(canvas, most) {
  for (const scale of SMALLER) {
    const smaller = scale === 1 ? canvas : drawn(canvas, scale);
    for (const quality of QUALITIES) {
      const blob = await new Promise((done) => smaller.toBlob(done, "image/jpeg", quality));
      if (!blob) throw new Unfit("unreadable");
      if (blob.size <= most.bytes) return blob;
    }
  }
  throw new Unfit("tooLarge");
}

// Sends it and tells how far it is, from 0 to 1; returns what the server said.
export function sent(address, said, blob, told) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => event.lengthComputable && told(event.loaded / event.total);
    request.onload = () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // A proxy may answer in its own words; they help nobody here.
      }
      done({ status: request.status, message: answer.message ?? "" });
    };
    request.onerror = () => done({ status: 0, message: "" });
    request.send(new Blob([`${JSON.stringify(said)}\n`, blob]));
  });
}

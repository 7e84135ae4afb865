/**
 * A TrueType font in which every character is the same block and a space is empty. Screenshots then show only
 * where text is, and are equal on every machine: real fonts differ in shapes and widths.
 */
export function blockFont(): Buffer {
  const tables = {
    'OS/2': os2(),
    cmap: cmap(),
    glyf: GLYPH,
    head: head(),
    hhea: int16Values('1 0 800 -200 0 560 0 0 520 1 0 0 0 0 0 0 0 3'),
    hmtx: int16Values('560 40 300 0 560 40'),
    // Offsets in units of two bytes: the first glyph, the empty glyph, the block, the end.
    loca: int16Values(`0 ${GLYPH.length / 4} ${GLYPH.length / 4} ${GLYPH.length / 2}`),
    maxp: int16Values('1 0 3 4 1 0 0 1 0 0 0 0 0 0 0 0'),
    name: nameTable('Blocks'),
    post: int16Values('3 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0'),
  };
  return sfntFile(tables);
}

/**
 * One contour of four points: (40, 0), (40, 560), (520, 560), (520, 0). Glyph 0 (missing characters) and
 * glyph 2 are both this block.
 */
const BLOCK_OUTLINE = Buffer.concat([
  int16Values('1 40 0 520 560 3 0'),
  Buffer.from([1, 1, 1, 1]),
  int16Values('40 0 480 0 0 560 0 -560'),
]);
const PADDED_OUTLINE = Buffer.concat([BLOCK_OUTLINE, Buffer.alloc((4 - (BLOCK_OUTLINE.length % 4)) % 4)]);
const GLYPH = Buffer.concat([PADDED_OUTLINE, PADDED_OUTLINE]);

/** Big-endian 16-bit integers. */
function int16Values(written: string): Buffer {
  return Buffer.concat(
    written.split(' ').map((number) => {
      const two = Buffer.alloc(2);
      two.writeInt16BE((Number(number) << 16) >> 16);
      return two;
    }),
  );
}

function uint32Values(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value >>> 0, 4 * index));
  return bytes;
}

/** Format 13 maps many characters to one glyph. */
function cmap(): Buffer {
  const groups = [
    [0x20, 0x20, 1],
    [0x21, 0x9f, 2],
    [0xa0, 0xa0, 1],
    [0xa1, 0x10ffff, 2],
  ];
  const body = Buffer.concat([
    uint32Values(16 + 12 * groups.length, 0, groups.length),
    uint32Values(...groups.flat()),
  ]);
  return Buffer.concat([int16Values('0 1 3 10'), uint32Values(12), int16Values('13 0'), body]);
}

function head(): Buffer {
  const created = Buffer.alloc(16);
  return Buffer.concat([
    uint32Values(0x00010000, 0x00010000, 0, 0x5f0f3cf5),
    int16Values('3 1000'),
    created,
    int16Values('0 0 520 560 0 8 2 0 0'),
  ]);
}

function os2(): Buffer {
  return Buffer.concat([
    int16Values('4 560 400 5 0 650 600 0 75 650 600 0 350 50 250 0'),
    Buffer.alloc(10),
    uint32Values(1, 0, 0, 0),
    Buffer.from('none'),
    int16Values('64 32 65535 800 -200 0 800 200'),
    uint32Values(1, 0),
    int16Values('560 560 0 32 0'),
  ]);
}

function nameTable(family: string): Buffer {
  const text = Buffer.from(family, 'utf16le').swap16();
  const ids = [1, 2, 4, 6];
  const records = ids.map((id) => int16Values(`3 1 1033 ${id} ${text.length} 0`));
  return Buffer.concat([int16Values(`0 ${ids.length} ${6 + 12 * ids.length}`), ...records, text]);
}

/** https://learn.microsoft.com/typography/opentype/spec/otff */
function sfntFile(tables: Record<string, Buffer>): Buffer {
  const entries = Object.entries(tables);
  let offset = 12 + 16 * entries.length;
  const [records, bodies]: [Buffer[], Buffer[]] = [[], []];
  for (const [tag, body] of entries) {
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    let sum = 0;
    for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
    records.push(Buffer.concat([Buffer.from(tag), uint32Values(sum, offset, body.length)]));
    bodies.push(padded);
    offset += padded.length;
  }
  const power = Math.floor(Math.log2(entries.length));
  const search = 16 * 2 ** power;
  const start = Buffer.concat([
    uint32Values(0x00010000),
    int16Values(`${entries.length} ${search} ${power} ${16 * entries.length - search}`),
  ]);
  return Buffer.concat([start, ...records, ...bodies]);
}

// The shapes that pass between the parts of docs/assets/desk; read by tsc --checkJs only.

interface Block {
  text: string;
  /** One of kb.Kind. */
  kind: number;
  /** The line of the file, in Word files the number of the paragraph. */
  line: number;
  level: number;
  /** Where it stands, if not in the running text. */
  place?: string;
}

interface Off {
  rule: string;
  reason: string;
  line: number | null;
}

interface Note {
  rule: string;
  what: string;
  line: number;
}

/** A way to number. */
interface Style {
  rank: number;
  shown: string;
  start: any;
  inside: any;
}

/** One number of an enumeration. */
interface Mark {
  block: number;
  start: number;
  end: number;
  style: Style;
  value: number;
  inline: boolean;
  word: string;
  text: string;
}

interface Mention {
  start: number;
  end: number;
  /** The terms the words may mean, the default sense first. */
  senses: any[];
}

/** A stretch of a Word document's text; a node where `text` is all of its text. */
interface Piece {
  text: string;
  emphasis: number;
  node: Element | null;
}

interface Paragraph {
  pieces: Piece[];
  outline: number | null;
}

/** A paragraph that says what a block says, with the white space before it. */
interface Copy {
  pieces: Piece[];
  lead: number;
}

type Address = Record<string, number>;

interface Provision {
  start: number;
  end: number;
  address: Address;
  level: number;
  also: Address[];
  reason: string | null;
  leads: number;
}

/** What a name means. */
interface Named {
  regulation: any;
  revision: any;
  year: string | null;
  reason: string | null;
}

/** Where a text names a regulation. */
interface Work {
  start: number;
  end: number;
  own: boolean;
  alone: boolean;
  resume: number;
  doubt: string | null;
  named: Named;
}

/** What the parts of the page share; those that draw add what they can do. */
interface DeskPage {
  kb: KbDesk;
  desk: HTMLElement;
  english: boolean;
  t(chinese: string, translated: string): string;
  $(selector: string): any;
  PLACES: Record<string, string>;
  FAMILIES: Record<string, string>;
  LEVELS: Record<string, string>;
  element(name: string, className?: string, ...inner: (string | Node)[]): any;
  button(label: string, action: () => void, className?: string): any;
  chinese(said: string): any;
  nameOf(finding: any): string;
  paperPlace: any;
  list: any;
  card: any;
  tools: any;
  paper: any;
  /** The findings that the filters let through, and the one that is open. */
  shown: any[];
  current: any;
  byBlock: Map<number, any[]>;
  [action: string]: any;
}

/** What the parts give one another: what each is stands where it is assigned. */
interface KbDesk {
  /** Rule -> its check, which yields drafts of findings, and null where it may stop for a moment. */
  checks: Record<string, (document: any, tools: any) => Generator<any, void, void>>;
  fold(text: string): string;
  trim(text: string): string;
  clean(text: string): string;
  strip(text: string, chars: string): string;
  count(text: string, piece: string): number;
  hasAt(text: string, piece: string, at: number): boolean;
  char(text: string, at: number): string;
  isHan(char: string): boolean;
  isWithin(short: string, long: string): boolean;
  talksOf(text: string, start: number, end: number): boolean;
  number(text: string): number | null;
  numberOrZero(text: string): number;
  countOf(text: string): number;
  citationsIn(document: any, tools: any): { block: number; citation: any }[];
  isLocal(bodies: string): boolean;
  toChinese(value: number): string;
  tellsHistory(text: string, start: number, end: number): boolean;
  marksOf(document: any): Mark[];
  numberAtStart(text: string, levels: number): { style: Style; value: number; end: number } | null;
  shown(style: Style, value: number, word: string): string;
  numeral(value: number): string;
  distance(a: string, b: string): number;
  put<T>(map: Map<string, T[]>, key: string, value: T): void;
  revive(value: any): any;
  setFolding(constants: any): void;
  scan(document: any, pattern: any): Generator<{ block: number; match: any }, void, void>;
  lint(document: any, tools: any): Generator<void, any[], void>;
  blockOf(text: string, line: number, first: boolean, outline: number | null): Block;
  parsePlain(text: string): any;
  parseMarkdown(text: string): any;
  decode(bytes: Uint8Array): string;
  inflate(source: Uint8Array, size: number): Uint8Array;
  rewrite(source: any, changed: Map<string, Uint8Array>): Blob;
  readWord(bytes: Uint8Array): Generator<void, any, void>;
  writeWord(
    zip: any,
    shield: any,
    blocks: any[],
    changes: Map<number, any[]>,
  ): { blob: Blob; left: number };
  wordNotes(names: string[], root: (name: string) => Document | null): Note[];
  wordApart(
    names: string[],
    root: (name: string) => Document | null,
  ): { place: string; text: string; copies: Piece[][] }[];
  textOf(paragraph: { pieces: Piece[] }): string;
  tooLong(): Error;
  tooLarge(): Error;
  /** Elements and parts; what styles say; how paragraphs are counted; the running text. */
  wordXml: {
    W: string;
    children(node: Element | null, name: string): Element[];
    is(node: Element, name: string, space?: string): boolean;
    child(node: Element | null, path: string): Element | null;
    attribute(node: Element | null, name: string): string | null;
    value(node: Element | null, path?: string): string | null;
    number(text: string | null): number | null;
    switchedOn(node: Element | null): boolean;
    xml(zip: any, name: string): Document | null;
    related(zip: any, part: string): [string, string][];
  };
  wordStyles: any;
  WordNumbering: any;
  WordText: any;
  readText(raw: string, kind: string, name: string): Generator<void, any, void>;
  readBytes(bytes: Uint8Array, name: string): Generator<void, any, void>;
  loadScript(source: string): Promise<void>;
  run(steps: Generator<any, any, any>): Promise<any>;
  pageOf(desk: HTMLElement): DeskPage;
  pageShow(page: DeskPage): void;
  pageCard(page: DeskPage): void;
  pageWalk(page: DeskPage): void;
  pageGenres(page: DeskPage): void;
  pageTakeaway(page: DeskPage): void;
  guessGenre(document: any, data: any): any;
  coverage(document: any, genre: any, tools: any): { section: any; block: number }[];
  damaged(): Error;
  /** The constants of the Python modules, their regular expressions as Patterns. */
  K: any;
  Kind: Record<string, number>;
  HAN: string;
  MIN_PHRASE: number;
  UNVERIFIABLE: string;
  Pattern: any;
  Shield: any;
  Lexicon: any;
  Scale: any;
  divide(costs: Map<string, number>, text: string): any;
  mend(costs: Map<string, number>, run: any, left: number, right: number, put: string): any;
  mayMeet(tools: any, text: string, at: number): boolean;
  onPurpose(tools: any, text: string, at: number): boolean;
  Speller: any;
  Tools: any;
  Doc: any;
  /** Reading and writing addresses. */
  addresses: any;
  /** Reading the steps to one. */
  steps: {
    LEVELS: string;
    ARTICLE: number;
    hasLead(match: any): boolean;
    extend(base: Address, unit: string, value: string): [Address, string | null] | null;
    between(first: Address | null, last: Address): Address[];
    readNumbers(text: string, match: any, base: Address, unit: string, start: number): Provision[];
    readSteps(text: string, at: number, base: Address, lone?: boolean): Provision[] | null;
  };
  Works: any;
  currentOf(regulation: any): any;
  ofYear(regulation: any, year: string): Named;
  references(text: string, works: Work[]): any[];
  Finder: any;
  Refusal: any;
  Zip: any;
  Paper: any;
}

interface Window {
  kbDeskParts: ((kb: KbDesk) => void)[];
}

// The shapes that pass between the parts of docs/assets/search; read by tsc --checkJs only.

type PageKind = "term" | "regulation" | "guide" | "list" | "form" | "report" | "page";

// ---- The payload (hooks/kb/search/payload.py) ----------------------------------------------

interface TermRow {
  id: string;
  url: string;
  name: string;
  also?: string[];
  english: string[];
  says?: string;
  members?: string[];
  members_en?: string[];
  wrong?: string[];
  uses?: number;
}
interface Regulation {
  names: string[];
  url: string;
  articles?: number;
  parts?: number;
  preamble?: boolean;
  years?: number[];
  current?: number;
  superseded?: boolean;
  standing?: string;
}
interface TermsData {
  schema: number;
  edition: string;
  /** Of the pages that read it; empty in the offline copy. */
  release?: string;
  language: "zh" | "en";
  /** What the places of a packed row are; without it the rows are objects. */
  fields?: string[];
  terms: TermRow[];
  regulations: Regulation[];
  readings: Record<string, string>;
  syllables: Record<string, string>;
  traditional: [from: string, to: string];
  /** `said said|official official`. */
  asking: string[];
  /** With `*` for a term's id. */
  term_url: string;
  everyday: string[];
  /** Characters in each text file. */
  texts: number[];
  pages: number;
}
interface PagesData {
  schema: number;
  edition: string;
  /** Of the pages that read it; empty in the offline copy. */
  release?: string;
  kinds: PageKind[];
  pages: [url: string, title: string, kind: number, names?: string[], language?: string][];
}
interface TextsData {
  schema: number;
  edition: string;
  /** Of the pages that read it; empty in the offline copy. */
  release?: string;
  first: number;
  texts: [text: string, sections: (string | number)[]][];
}

// ---- Text ------------------------------------------------------------------------------------

interface FoldedText {
  text: string;
  /** For each folded code unit: where what it comes from starts. */
  offsets: number[];
  /** … and ends. */
  ends: number[];
}
interface Folder {
  buffer: Uint16Array;
  length: number;
  add(text: string, from?: number, to?: number): void;
  copy(other: Folder, from: number, to: number): void;
  separate(): void;
  text(from?: number, to?: number): string;
}
interface Section {
  /** Raw offset in its page. */
  raw: number;
  /** Folded offset in its shard. */
  start: number;
  /** Folded offset at which its heading ends; `start` where it has none. */
  head: number;
  level: number;
  anchor: string;
}
interface Shard {
  first: number;
  size: number;
  raw: string[];
  starts: Uint32Array;
  sectionsOf: Uint32Array;
  sections: Section[];
  folded: string;
  heads: string;
  headStarts: number[];
  headSections: number[];
  headPages: number[];
  pairs: Uint32Array[];
  simplified: { page: number; text: string }[];
  units?: number[];
}
interface TextHit {
  page: number;
  shard: Shard;
  count: number;
  /** Folded offsets in the page, the first few. */
  places: number[];
  lengths: number[];
  /** Section whose heading has it, -1 for none. */
  head: number;
  /** How much of that heading it is. */
  headShare: number;
  /** Of several words: how far apart. */
  span?: number;
}

// ---- Names -----------------------------------------------------------------------------------

interface Unit {
  char: string;
  /** Offset in the folded name. */
  at: number;
  /** Its readings, each in the ways it is typed. */
  spelled: string[][];
  /** Its value where it is a numeral. */
  number: number | null;
}
interface Spelling {
  /** Unit after the last one spelled. */
  end: number;
  cost: number;
  /** The last syllable is cut short. */
  partial: boolean;
}
interface SoundMatch extends Spelling {
  first: number;
  how: "pinyin" | "initials" | "mixed";
}
type NameRole = "name" | "also" | "title" | "wrong" | "member";
type NameHow = "literal" | "variant" | "english" | "pinyin" | "initials" | "mixed" | "slip";
interface Target {
  kind: "term" | "page";
  index: number;
}
interface Name {
  text: string;
  role: NameRole;
  target: Target;
  english: boolean;
  folded: string;
  readonly canonical: string;
  _canonical: string;
  words: string;
  readonly units: Unit[];
  readonly sounds: number;
  _units: Unit[] | null;
  _sounds: number;
}
interface NameHit {
  name: Name;
  how: NameHow;
  quality: number;
  /** 0 the whole name, 1 its start, 2 inside it. */
  place: number;
  /** What of the folded name was matched. */
  start: number;
  end: number;
}

// ---- Queries and results ----------------------------------------------------------------------

interface Plan {
  raw: string;
  folded: string;
  simplified: string;
  canonical: string;
  charwise: string;
  /** As pinyin, or empty. */
  spelled: string;
  /** As English words, or empty. */
  words: string;
  variants: string[];
  empty: boolean;
  /** Folded words between blanks. */
  parts: string[];
}
interface Citation {
  regulation: Regulation;
  /** HTML id of the place, empty for the work. */
  anchor: string;
  /** HTML id of the whole article. */
  whole: string;
  label: string;
  year: number;
  beyond: boolean;
}
interface Work {
  regulation: Regulation;
  names: string[];
  spoken: Name[];
}
interface Token {
  pair: string;
  weight: number;
  /** Stands in the question; otherwise an official word for it. */
  asked: boolean;
  /** Part of a name that stands in the question. */
  sure: boolean;
  pages: number;
  idf: number;
}
/** Pairs and single characters of a text, with what they say. */
type Words = Map<string, number>;
/** In which questions and answers a word stands, and what it says there. */
interface AskedWord {
  rarity: number;
  questions: number[];
  weights: number[];
  answers: number[];
  below: number[];
}
/** Sections that ask a question themselves; a question knows its section and its size. */
interface AskedIndex {
  shards: Shard[];
  sections: { shard: Shard; unit: number }[];
  owners: number[];
  sizes: number[];
  words: Map<string, AskedWord>;
}
interface Candidate {
  shard: Shard;
  page: number;
  unit: number;
  counts: Map<number, number>;
  /** How many different pairs are there, or are taken for granted. */
  pairs: number;
  score: number;
  cover: number;
  strong: boolean;
  /** How far it asks the same, 0 to 1. */
  alike: number;
}
/** What the engine knows of a question. */
interface QuestionContext {
  /** Names that stand in the question. */
  known: string[];
  /** Further names of the same records. */
  others: string[];
  titleOf: (page: number) => string;
  kindOf: (page: number) => string;
  /** Whether the question names what the page is about. */
  subject: (page: number) => boolean;
  /** How likely pages like this one answer questions. */
  boost: (page: number) => number;
  /** Whether the question names the page, as a regulation or a list. */
  named: (page: number) => boolean;
  /** Whether it has a word that asks. */
  asks: boolean;
}
interface Asking extends QuestionContext {
  tokens: Token[];
  /** What a section with everything asked would score. */
  total: number;
  text: string;
  /** What an answer looks like. */
  looks: RegExp[];
  /** The characters that carry the question's meaning. */
  chars: { char: string; rarity: number }[];
}
interface Answer {
  page: number;
  start: number;
  end: number;
  score: number;
  cover: number;
  tokens: Token[];
  /** What an answer looks like. */
  looks: RegExp[];
}
interface PageRow {
  url: string;
  title: string;
  kind: PageKind;
  names: string[];
  language: string;
  folded?: string;
}
interface Entry {
  url: string;
  kind: PageKind;
  page: number;
  group: number;
  score: number;
  name: NameHit | null;
  text: TextHit | null;
  match: string;
  citation: Citation | null;
  answers: Answer[];
  /** Worked out while its text was at hand, where that is not kept. */
  places: Place[] | null;
}
/** A text in pieces; the second, fourth … are marked. */
type Pieces = string[];
interface Place {
  section: number;
  url: string;
  title: Pieces;
  text: Pieces;
}
interface Item {
  url: string;
  kind: PageKind;
  group: string;
  match: string;
  title: Pieces;
  context: Pieces;
  text: Pieces;
  note: { label: string; text: Pieces } | null;
  language: string;
  standing: string;
  count: number;
  more: Place[];
}
interface Suggestion {
  text: string;
  pages: number;
  count: number;
  slip: boolean;
}
interface Presenter {
  item(entry: Entry, group: string): Item;
  places(entry: Entry): Place[];
}
interface Result {
  plan: Plan;
  readonly size: number;
  order: Entry[];
  suggestion: Suggestion | null;
  literal: { pages: number; count: number };
  addName(hit: NameHit): void;
  addText(hit: TextHit, match: string, base: number): void;
  addCitation(citation: Citation, score: number): void;
  addAnswer(answer: Answer): void;
  sort(): void;
  keepPlaces(first: number, size: number): void;
  kinds(): Record<string, number>;
  items(kind: string, from: number, to: number): Item[];
}
interface Engine {
  data: TermsData | null;
  pages: PageRow[];
  shards: Shard[];
  pageOfUrl: Map<string, number>;
  standings: Map<number, string>;
  loadTerms(data: TermsData): void;
  loadPages(data: PagesData): void;
  loadTexts(data: TextsData): Generator<undefined, void, any>;
  warm(): Generator<undefined, void, any>;
  search(text: string): Generator<undefined, Result, any>;
  searchPassing(result: Result, shard: Shard): Generator<undefined, void, any>;
  matchNames(plan: Plan): NameHit[];
  matchSlips(plan: Plan): NameHit[];
  usesOf(hit: NameHit): number;
  pageOf(target: Target): number;
  shardOf(page: number): Shard | null;
}

// ---- Messages ----------------------------------------------------------------------------------

interface SearchPort {
  postMessage(message: any): void;
  /** Call later, after messages that wait. */
  defer(work: () => void): void;
}
interface Job {
  urgent: number;
  steps: Generator<any, any, any>;
}
interface QueryMessage {
  id: number;
  text: string;
  kind: string;
  most: number;
}
interface ResultMessage {
  id: number;
  text: string;
  total: number;
  kinds: Record<string, number>;
  literal: { pages: number; count: number };
  suggestion: Suggestion | null;
  items: Item[];
  complete: boolean;
  empty: boolean;
}
interface SearchView {
  KINDS: Record<PageKind, string>;
  GROUPS: Record<string, string>;
  element(tag: string, className: string, ...children: (string | Node)[]): HTMLElement;
  groupLabel(group: string): HTMLElement;
  suggestion(found: Suggestion, choose: (text: string) => void): HTMLElement;
  tip(hint: string): HTMLElement;
  renderItem(item: Item): HTMLElement;
}
interface SearchClient {
  post(message: any): void;
  listen(listener: (message: any) => void): void;
  open(): void;
}

// ---- What the parts export ---------------------------------------------------------------------

interface KbSearch {
  // fold
  Folder: new () => Folder;
  compose(text: string): string;
  fold(text: string): string;
  foldWithOffsets(text: string): FoldedText;
  words(text: string): string;
  // variants
  setTraditional(table: [string, string]): void;
  isTraditional(code: number): boolean;
  simplify(text: string): string;
  numberOf(text: string): number | null;
  numeral(value: number): string;
  canonical(folded: string): string;
  charwise(folded: string): string;
  variantsOf(folded: string): string[];
  // sounds
  setReadings(syllables: Record<string, string>, names: Record<string, string>): void;
  soundBits(char: string): number;
  soundDistance(a: string, b: string): number;
  unitsOf(name: string, folded: string): Unit[];
  matchSound(query: string, units: Unit[], inside: boolean): SoundMatch | null;
  // names
  Name: new (text: string, role: NameRole, target: Target, english: boolean) => Name;
  matchName(plan: Plan, name: Name): NameHit | null;
  matchSlip(plan: Plan, name: Name): NameHit | null;
  matchSpellingSlip(plan: Plan, name: Name): NameHit | null;
  slipDistance(query: string, name: string, limit: number, open: boolean): number;
  blurPinyin(text: string): string;
  // texts
  buildShard(data: TextsData, charPages: Uint32Array): Generator<undefined, Shard, any>;
  hasPair(filter: Uint32Array, a: number, b: number): boolean;
  lastNotAbove(list: ArrayLike<number>, value: number, first?: number): number;
  scanShard(shard: Shard, needle: string, hits: Map<number, TextHit>): void;
  scanSimplified(shard: Shard, needle: string, hits: Map<number, TextHit>): void;
  sectionsOf(shard: Shard, index: number): Section[];
  sectionAt(shard: Shard, index: number, place: number): number;
  // snippets
  rawSpan(folded: FoldedText, start: number, end: number): [number, number];
  rawSpans(
    shard: Shard,
    index: number,
    section: number,
    spans: [number, number][],
  ): [number, number][];
  sentenceAround(raw: string, start: number, end: number): [number, number];
  pieces(raw: string, from: number, to: number, marks: [number, number][]): Pieces;
  snippet(raw: string, marks: [number, number][]): Pieces;
  markAll(raw: string, needles: string[]): Pieces;
  mergeSpans(spans: [number, number][]): [number, number][];
  // question
  plainly(text: string): string;
  askedOf(raw: string): string;
  setNotions(data: TermsData): void;
  ALSO: string;
  coreOf(text: string): string;
  wordsOf(text: string): Words;
  tellingChars(text: string): string[];
  looksOf(text: string): RegExp[];
  asksSame(text: string, head: string): boolean;
  tokensOf(simplified: string, known: string[], others: string[]): Token[];
  // alike
  readQuestions(shards: Shard[]): Generator<undefined, AskedIndex>;
  alikeIn(
    text: string,
    tokens: Token[],
    shards: Shard[],
  ): Generator<undefined, Map<Shard, Map<number, number>>>;
  // answer
  unitsOfShard(shard: Shard): number[];
  boundsOfUnit(shard: Shard, unit: number): [number, number];
  askTexts(
    question: string,
    shards: Shard[],
    about: QuestionContext,
  ): Generator<undefined, Answer[], any>;
  rarity(char: string): number;
  /** How many pages have a character. */
  pagesWith(char: string): number;
  // cite
  setRegulations(regulations: Regulation[]): void;
  canonicalTitle(text: string): string;
  findCitations(plan: Plan): Citation[];
  // plan, items, result, engine
  planOf(text: string): Plan;
  Presenter: new (engine: Engine, plan: Plan) => Presenter;
  Result: new (engine: Engine, plan: Plan) => Result;
  headOf(shard: Shard, page: number, section: number): number;
  headingOf(shard: Shard, page: number, section: number): [number, number] | null;
  anchorOf(shard: Shard, section: number): string;
  fullestSentence(raw: string, marks: [number, number][], looks: RegExp[]): [number, number][];
  Engine: new () => Engine;
  joinWords(hits: TextHit[]): TextHit;
  KIND_WEIGHT: Record<PageKind, number>;
  // worker
  readPayload(text: string): any;
  serve(port: SearchPort): (message: any) => void;
  start(scope: any): void;
}

interface Window {
  kbSearchParts: ((kb: KbSearch) => void)[];
  kbSearchData: (name: string, text: string | null) => void;
  kbSearchClient: (options: {
    assets: string;
    base: string;
    version?: string;
    ways?: string;
    keep?: number;
  }) => SearchClient;
  kbSearchView: (base: string, english: boolean) => SearchView;
  kbSearchStart: () => Promise<SearchClient>;
  kbMarkPage: (words: string[]) => void;
}
declare function importScripts(...urls: string[]): void;

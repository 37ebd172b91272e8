/* The parts of lunr.js 2.3.9 that are used here. Its module is generated as docs/search/lunr.js. */

declare module "*/search/lunr.js" {
  export default lunr;

  namespace lunr {
    type PipelineFunction = (
      token: Token,
      index?: number,
      tokens?: Token[],
    ) => Token | Token[] | null | undefined | void;

    const version: string;
    function stemmer(token: Token): Token;
    function stopWordFilter(token: Token): Token | undefined;
    function trimmer(token: Token): Token;
    function tokenizer(text: unknown, metadata?: Token.Metadata): Token[];

    class Token {
      constructor(str: string, metadata?: Token.Metadata);
      str: string;
      metadata: Token.Metadata;
      toString(): string;
      update(change: (str: string, metadata: Token.Metadata) => string): this;
      clone(change?: (str: string, metadata: Token.Metadata) => string): Token;
    }
    namespace Token {
      type Metadata = Record<string, unknown>;
    }

    class Pipeline {
      static load(labels: string[]): Pipeline;
      static registerFunction(step: PipelineFunction, label: string): void;
      add(...steps: PipelineFunction[]): void;
      remove(step: PipelineFunction): void;
      run(tokens: Token[]): Token[];
      runString(str: string, metadata?: Token.Metadata): string[];
      reset(): void;
      toJSON(): string[];
    }

    /** Sparse: [position, value, position, value, …], positions rising. */
    class Vector {
      constructor(elements?: number[]);
      elements: number[];
      /** 0 until it is asked for or set. */
      _magnitude: number;
      insert(position: number, value: number): void;
      upsert(position: number, value: number, merge: (old: number, value: number) => number): void;
      magnitude(): number;
      dot(other: Vector): number;
      similarity(other: Vector): number;
      toArray(): number[];
      toJSON(): number[];
    }

    class TokenSet {
      /** The terms must be sorted. */
      static fromArray(terms: string[]): TokenSet;
      static fromString(pattern: string): TokenSet;
      static fromFuzzyString(term: string, editDistance: number): TokenSet;
      static fromClause(clause: Query.Clause): TokenSet;
      intersect(other: TokenSet): TokenSet;
      toArray(): string[];
    }

    class FieldRef {
      static joiner: string;
      static fromString(fieldRef: string): FieldRef;
      constructor(docRef: string, fieldName: string, fieldRef?: string);
      docRef: string;
      fieldName: string;
      toString(): string;
    }

    class MatchData {
      /** Term, then field, then key, to values. */
      metadata: Record<string, Record<string, Record<string, unknown[]>>>;
    }

    class Query {
      static wildcard: { readonly NONE: 0; readonly LEADING: 1; readonly TRAILING: 2 };
      static presence: { readonly OPTIONAL: 1; readonly REQUIRED: 2; readonly PROHIBITED: 3 };
      constructor(allFields: string[]);
      allFields: string[];
      clauses: Query.Clause[];
      clause(clause: Query.Clause): this;
      term(term: { toString(): string } | { toString(): string }[], options?: Query.Options): this;
      isNegated(): boolean;
    }
    namespace Query {
      type Presence = 1 | 2 | 3;
      interface Options {
        fields?: string[];
        boost?: number;
        editDistance?: number;
        usePipeline?: boolean;
        /** wildcard.LEADING | wildcard.TRAILING is both. */
        wildcard?: number;
        presence?: Presence;
      }
      interface Clause extends Options {
        term: string;
      }
    }

    class Index {
      static load(serialized: Index.Serialized): Index;
      constructor(parts: Index.Parts);
      invertedIndex: Record<string, Index.Posting>;
      fieldVectors: Record<string, Vector>;
      tokenSet: TokenSet;
      fields: string[];
      pipeline: Pipeline;
      search(query: string): Index.Result[];
      query(build: (this: Query, query: Query) => void): Index.Result[];
      toJSON(): Index.Serialized;
    }
    namespace Index {
      /** A term's number, and field, then document, to metadata. */
      interface Posting {
        _index: number;
        [field: string]: Record<string, Record<string, unknown[]>> | number;
      }
      interface Parts {
        invertedIndex: Record<string, Posting>;
        /** By field reference: "title/2402.07197". */
        fieldVectors: Record<string, Vector>;
        tokenSet: TokenSet;
        fields: string[];
        pipeline: Pipeline;
      }
      interface Serialized {
        version: string;
        fields: string[];
        fieldVectors: [fieldRef: string, elements: number[]][];
        invertedIndex: [term: string, posting: Posting][];
        pipeline: string[];
      }
      interface Result {
        ref: string;
        score: number;
        matchData: MatchData;
      }
    }
  }
}

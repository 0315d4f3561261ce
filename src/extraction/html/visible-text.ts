import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'

/**
 * The text that a browser shows of HTML, with a line break at both edges of a block and a blank after each cell of a
 * table. Line breaks of the source are blanks; entities are decoded after that, so that theirs stay.
 * Tags are taken as they come, without a tree: the tree of a parser is slow where a stranger's mail nests 100,000 tags.
 */
export function visibleText(html: string): string {
  const output = collectText(html)
  const hiding = hideElements()
  const tokenizer = new Tokenizer(
    {},
    {
      ...ignored,
      ontext: (start, end) => hiding.isActive() || output.addSource(start, end),
      ontextentity: (codePoint) => hiding.isActive() || output.addBreak(String.fromCodePoint(codePoint)),
      onopentagname(start, end) {
        const name = html.slice(start, end).toLowerCase()
        if (!hiding.open(name)) output.addBreak(blocks.has(name) ? '\n' : '')
      },
      onclosetag(start, end) {
        const name = html.slice(start, end).toLowerCase()
        if (!hiding.close(name)) output.addBreak(blocks.has(name) ? '\n' : cells.has(name) ? ' ' : '')
      },
    },
  )
  tokenizer.write(tokenizable(html))
  tokenizer.end()
  return output.text()
}

/**
 * The HTML with its offsets kept. In HTML, `<![CDATA[` is a comment that ends with the next `>`, but the tokenizer
 * looks for `]]>` and would take all the rest where there is none; it knows the word in capitals only. The line break
 * at the end completes an entity, and keeps the tokenizer from passing the beginning of a cut tag as text.
 */
function tokenizable(html: string): string {
  return `${html.replaceAll('<![CDATA[', '<![cdata[')}\n`
}

/** The text between two tags is put together before its blanks are: a comment between two of them leaves one. */
function collectText(html: string) {
  const pieces: string[] = []
  let source = ''
  let from = 0
  let to = 0
  const addBreak = (text: string) => {
    source += html.slice(from, to)
    if (source !== '') pieces.push(source.replaceAll(/\s+/g, ' '))
    if (text !== '') pieces.push(text)
    source = ''
    from = to
  }
  return {
    /** The tokenizer passes adjoining texts one by one, down to a single `<`. */
    addSource(start: number, end: number) {
      // What is left of a closing tag that the HTML is cut in.
      if (start < 0) return
      if (start !== to) {
        source += html.slice(from, to)
        from = start
      }
      to = end
    },
    /** Ends the text of the source at a tag or entity, and adds what that stands for as it is. */
    addBreak,
    text() {
      addBreak('')
      return pieces.join('')
    },
  }
}

/** Keeps track of whether the text is inside an element that is not shown; both return whether the tag is. */
function hideElements() {
  let hiddenBy: string | undefined
  let depth = 0
  return {
    isActive: () => hiddenBy !== undefined,
    open(name: string): boolean {
      if (hiddenBy === undefined && !hidden.has(name)) return false
      // Of these, templates alone are nested: the content of the others is not read as tags.
      if (hiddenBy === undefined || (name === 'template' && hiddenBy === name)) depth++
      hiddenBy ??= name
      return true
    },
    close(name: string): boolean {
      if (hiddenBy === undefined) return false
      if (name === hiddenBy && --depth === 0) hiddenBy = undefined
      return true
    },
  }
}

const blocks = new Set('br hr p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 tr table blockquote pre body'.split(' '))
const cells = new Set('td th'.split(' '))
/** As in a browser with scripts, which a `noscript` is not for. */
const hidden = new Set('style script title noscript template iframe noembed noframes'.split(' '))

const ignore = () => {}
const ignored = {
  onattribdata: ignore,
  onattribentity: ignore,
  onattribend: ignore,
  onattribname: ignore,
  oncdata: ignore,
  oncomment: ignore,
  ondeclaration: ignore,
  onend: ignore,
  onopentagend: ignore,
  onprocessinginstruction: ignore,
  onselfclosingtag: ignore,
} satisfies Partial<TokenizerCallbacks>

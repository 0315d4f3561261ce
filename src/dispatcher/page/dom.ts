/** Elements made and brought up to date. A name from the org becomes text whatever it says: nothing here takes HTML. */
export type Child = Node | string | undefined | false

/** An element with its attributes (`class`, `title`) and children. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | undefined> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value)
  element.append(...children.filter((child) => child !== undefined && child !== false))
  return element
}

/**
 * Makes what is on the page like a fresh rendering and leaves alone what is the same: focus, selection and what was
 * opened stay. Siblings that come and go are told apart by `data-key`. An element with `data-kept` is another's to fill.
 */
export function patch(shown: Element, fresh: Element): void {
  if (shown.hasAttribute('data-kept')) return
  for (const { name } of Array.from(shown.attributes)) if (!fresh.hasAttribute(name)) shown.removeAttribute(name)
  for (const { name, value } of fresh.attributes) {
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value)
  }
  patchChildren(shown, [...fresh.childNodes])
}

function patchChildren(shown: Element, wanted: Node[]): void {
  for (const [index, node] of wanted.entries()) {
    const rest = wanted.slice(index)
    const isGone = (present: Node | undefined) => present && !rest.some((each) => isSame(present, each))
    while (isGone(shown.childNodes[index])) shown.childNodes[index]!.remove()
    const place = shown.childNodes[index] ?? null
    const isInPlace = place !== null && isSame(place, node)
    const present = isInPlace ? place : [...shown.childNodes].slice(index).find((each) => isSame(each, node))
    if (present === undefined) shown.insertBefore(node, place)
    else {
      if (present !== place) shown.insertBefore(present, place)
      if (present instanceof Element) patch(present, node as Element)
      else if (present.nodeValue !== node.nodeValue) present.nodeValue = node.nodeValue
    }
  }
  while (shown.childNodes.length > wanted.length) shown.lastChild!.remove()
}

/** Two texts are the same text, with another wording. */
function isSame(a: Node, b: Node): boolean {
  if (!(a instanceof Element) || !(b instanceof Element)) return a.nodeType === b.nodeType
  const isNamedSame = (name: string) => a.getAttribute(name) === b.getAttribute(name)
  return a.tagName === b.tagName && isNamedSame('data-key') && isNamedSame('data-kept')
}

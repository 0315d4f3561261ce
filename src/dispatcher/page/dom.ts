/** Elements made and brought up to date. Whatever a name from the org says, it becomes text: nothing here takes HTML. */
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
 * opened stay. An element with `data-kept` is another's to fill.
 */
export function patch(shown: Element, fresh: Element): void {
  for (const { name } of Array.from(shown.attributes)) {
    if (!fresh.hasAttribute(name) && name !== 'open') shown.removeAttribute(name)
  }
  for (const { name, value } of fresh.attributes) {
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value)
  }
  if (!shown.hasAttribute('data-kept')) patchChildren(shown, fresh)
}

function patchChildren(shown: Element, fresh: Element): void {
  const wanted = [...fresh.childNodes]
  for (const [index, node] of wanted.entries()) {
    const present = shown.childNodes[index]
    if (present === undefined) shown.append(node)
    else if (isElement(present) && isElement(node) && isSame(present, node)) patch(present, node)
    else if (present.nodeType === Node.TEXT_NODE && node.nodeType === Node.TEXT_NODE) {
      if (present.nodeValue !== node.nodeValue) present.nodeValue = node.nodeValue
    } else {
      const later = isElement(node) && findLater(shown, index, node)
      if (later) {
        present.before(later)
        patch(later, node)
      } else present.replaceWith(node)
    }
  }
  while (shown.childNodes.length > wanted.length) shown.lastChild!.remove()
}

/** One that has moved: what is before it is new, or what was there is gone. */
function findLater(shown: Element, index: number, node: Element): Element | undefined {
  if (!node.hasAttribute('data-key')) return undefined
  return [...shown.children].find((each) => [...shown.childNodes].indexOf(each) > index && isSame(each, node))
}

function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE
}

function isSame(a: Element, b: Element): boolean {
  return a.tagName === b.tagName && a.getAttribute('data-key') === b.getAttribute('data-key')
}

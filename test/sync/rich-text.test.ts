import { describe, expect, it } from 'vitest'
import { looksRich, plainText } from '../../src/sync/rich-text.js'

describe('rich text', () => {
  it('is told from plain text by the tag it begins with', () => {
    const rich = ['<p>a</p>', ' <div class="x">a</div>', '<br/>a', '<ul><li>a</li></ul>', '<B>a</B>']
    expect(rich.every(looksRich)).toBe(true)
    expect(['a <b>c</b>', '<unknown>', '5 < 6 > 4', '<script>', '<pre>'].some(looksRich)).toBe(false)
  })

  it('is read with its blocks on lines of their own and without tags', () => {
    expect(plainText('<p>One <b>two</b></p><ul><li>a</li><li>b</li></ul>c<br>d')).toBe('One two\na\nb\n\nc\nd')
  })

  it('is read with entities as their characters, once', () => {
    expect(plainText('a&nbsp;&amp;lt; &#39;&#x1F600;&quot; &apos; &unknown; &#9999999;')).toBe(
      "a &lt; '😀\" ' &unknown; &#9999999;",
    )
  })

  it('is read in no time where it is 30,000 opening brackets', () => {
    expect(plainText('<'.repeat(30_000))).toBe('<'.repeat(30_000))
  })
})

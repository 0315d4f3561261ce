import { describe, expect, it } from 'vitest'
import { looksRich, plainText } from '../../../src/sync/documents/rich-text.js'

describe('rich text', () => {
  it('is told from plain text by the tag it begins with', () => {
    const rich = ['<p>a</p>', ' <div class="x">a</div>', '<br/>a', '<ul><li>a</li></ul>', '<B>a</B>']
    expect(rich.every(looksRich)).toBe(true)
    const mails = ['<html><head>', '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">', '<body>', '<font face="x">a']
    expect(mails.every(looksRich)).toBe(true)
    expect(['a <b>c</b>', '<unknown>', '5 < 6 > 4', '<script>', '<pre>'].some(looksRich)).toBe(false)
  })

  it('is read with its blocks on lines of their own and without tags', () => {
    expect(plainText('<p>One <b>two</b></p><ul><li>a</li><li>b</li></ul>c<br>d')).toBe('One two\na\nb\nc\nd')
    expect(plainText('Hello<div>there</div>you<h1>all</h1>')).toBe('Hello\nthere\nyou\nall')
  })

  it('is read with a blank between the cells of a table, a line for each row', () => {
    const table = '<table><tr><th>Name</th><th>Phone</th></tr><tr><td>Bo</td><td>1</td></tr></table>'
    expect(plainText(table)).toBe('Name Phone\nBo 1')
  })

  it('is read without blank lines, and with the line breaks of its source as blanks', () => {
    expect(plainText('<div>a\r\n   long line</div>\n<div><br></div><br>\n<br><div>b</div>')).toBe('a long line\nb')
  })

  it('is read without what no reader of a mail sees', () => {
    const head = '<!DOCTYPE html><html><head><title>T</title><STYLE type="text/css">p > a { color: red }</STYLE></head>'
    const office = '<!--[if mso]><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml><![endif]-->'
    const body = `<body>${office}<script>var a = "<p>b</p>"</script><p>Hi<o:p></o:p></p><![if !vml]><img src="a">!<![endif]></body></html>`
    expect(plainText(head + body)).toBe('Hi\n!')
    expect(plainText('<p>Hi</p><!-- never closed <p>b</p>')).toBe('Hi')
    expect(plainText('<p>Hi</p><style>p { color: red }')).toBe('Hi')
    expect(plainText('<p>Hi</p><styled>you</styled>')).toBe('Hi\nyou')
  })

  it('is read with entities as their characters, once', () => {
    expect(plainText('a&nbsp;&amp;lt; &#39;&#x1F600;&quot; &apos; &unknown; &#9999999;')).toBe(
      "a &lt; '😀\" ' &unknown; \ufffd",
    )
    expect(
      plainText('M&uuml;ller &Uuml; stra&szlig;e &euro;5 &frac12; it&rsquo;s &yuml; &AMP; s&shy;o&#160;b&emsp;c'),
    ).toBe('Müller Ü straße €5 ½ it’s ÿ & so b c')
  })

  it.each(['<', '<!--', '<style>', '<pre>', '&', '<p', ' ', '\n', '<br>'])(
    'is read in no time where it is 131,072 characters of %j',
    (text) => expect(plainText(text.repeat(131_072 / text.length)).length).toBeLessThanOrEqual(131_072),
  )
})

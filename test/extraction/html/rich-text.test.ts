import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { looksRich, plainText } from '../../../src/extraction/html/rich-text.js'

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

  it('is read past an end of a tag that stands in an attribute', () => {
    expect(plainText(`<a title="a > b">Hi</a> <p data-x='<br>'>you</p>`)).toBe('Hi\nyou')
  })

  it('is read without what is for readers without scripts, templates or frames', () => {
    expect(plainText('<p>Hi<noscript><p>Turn scripts on</p></noscript>!</p>')).toBe('Hi!')
    expect(plainText('a<template><p>b</p><template>c</template>d</template>e')).toBe('ae')
    expect(plainText('a<iframe>b</iframe><noframes>c</noframes><noembed>d</noembed>e')).toBe('ae')
    expect(plainText('a<template>never closed <p>&lt;b</p>')).toBe('a')
  })

  it('is read without styles in its body, up to an end tag of theirs', () => {
    expect(plainText('<body><p>Hi</p><style>a::after { content: "</p>&lt;" }</style><p>you</p></body>')).toBe('Hi\nyou')
    expect(plainText('a<style>b</styled>c</style x="y">d')).toBe('ad')
    expect(plainText('a<style>b</style')).toBe('a')
    expect(plainText('a</style>b</template>c</noscript>d')).toBe('abcd')
  })

  it('is read with what conditional comments show to all but Outlook', () => {
    expect(plainText('<!--[if mso]><p>a</p><![endif]--><!--[if !mso]><!--><p>b</p><!--<![endif]-->c')).toBe('b\nc')
    expect(plainText('a<![if !mso]><b>b</b><![endif]>c')).toBe('abc')
  })

  it('is read without comments, however they end, and a comment between blanks leaves one', () => {
    expect(plainText('a<!-->b<!--->c<!-- > -- > --!>d<!-- - --->e<?xml version="1.0"?>f</ g>h')).toBe('abcdefh')
    expect(plainText('a <!-- b --> c')).toBe('a c')
  })

  it('is read with CDATA as the comment that it is in HTML, which ends with a tag', () => {
    expect(plainText('a<![CDATA[b]]>c')).toBe('ac')
    expect(plainText('a<![CDATA[b <i>c</i>]]>')).toBe('ac]]>')
  })

  it('is read with entities by name or number, with or without a semicolon, of one character or two', () => {
    expect(plainText('&lt;b&gt; &ampx &eacutet&eacute &#65 &#x42 &#x43;&notit; &NotEqualTilde;')).toBe(
      '<b> &x été A B C¬it; ≂̸',
    )
    expect(plainText('a & b &# &#x; &;&am')).toBe('a & b &# &#x; &;&am')
    expect(plainText('a&amp')).toBe('a&')
    expect(plainText('<a href="?a=1&lt;=2&quot;">b</a>')).toBe('b')
  })

  it('is read the same in uppercase', () => {
    expect(plainText('<DIV>a</DIV><SCRIPT>b</Script><TR><TD>c</TD><TD>d</TD></TR><TEMPLATE>e</TEMPLATE>')).toBe(
      'a\nc d',
    )
  })

  it('is read with a "<" that begins no tag, and without a tag that it is cut in', () => {
    expect(plainText('5 < 6 <3 > <> a<')).toBe('5 < 6 <3 > <> a<')
    const cut = ['<s', '<scr', '<br/', '<b x', '<a title="b>c', "<a title='b>", '</b', '</b c', '<!', '<!-', '<!-- b']
    expect(cut.map((end) => plainText(`a${end}`))).toEqual(cut.map(() => 'a'))
  })

  it('is read with the text of a form field as it stands', () => {
    expect(plainText('<textarea>a <b>&amp;</b></textarea>c')).toBe('a <b>&</b>c')
  })

  it('is read with each line of text without markup as it is', () => {
    const line = fc
      .string({ unit: 'grapheme' })
      .map((text) => text.replaceAll(/[<&\s\u00ad\u2002-\u200a\u202f]+/g, ' ').trim())
    const lines = fc.array(line.filter((text) => text !== ''))
    fc.assert(
      fc.property(lines, (texts) => {
        expect(plainText(texts.join('<br>'))).toBe(texts.join('\n'))
        expect(plainText(texts.join('\n'))).toBe(texts.join(' '))
      }),
    )
  })

  it('is read where it is nested 100,000 deep, or closes 1,000,000 tags that were never opened', () => {
    const deep = '<div>'.repeat(100_000)
    expect(plainText(`${deep}a${'</div>'.repeat(100_000)}b`)).toBe('a\nb')
    expect(plainText(`${deep}a${'</x>'.repeat(1_000_000)}b`)).toBe('ab')
    expect(plainText(`${'<template>'.repeat(100_000)}a${'</template>'.repeat(100_000)}b`)).toBe('b')
  })

  it.each(['<!--', '<a ', '<a title="', '</style', '<style>', '</', '<![CDATA[', '<template>', '<!---->'])(
    'is read as nothing where it is 5 MB of %j',
    (text) => expect(plainText(text.repeat(5_000_000 / text.length))).toBe(''),
  )

  it.each(['<', '&'])('is read as itself where it is 5 MB of %j', (text) => {
    const long = text.repeat(5_000_000)
    expect(plainText(long) === long).toBe(true)
  })
})

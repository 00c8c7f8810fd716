using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CbmExchange.Web.Tests.Browsing;

/// <summary>In which language a page speaks: what is ours is said in the reader's, or marked as English.</summary>
internal static partial class Speech
{
    // Each text of the page and of its attributes that no reader of Arabic was promised: Latin words of ours that stand
    // neither in an element of another language nor where pages put what officers wrote, or codes. A word that our
    // translations keep (CSV, vCard) is no finding; an English text of our words is one wherever it stands.
    private const string Unsaid = """
        ([words, kept]) => {
          const said = new Set(words), known = new Set(kept), found = [];
          const given = 'bdi, [dir=auto], [dir=ltr], code, kbd, pre, time, .tlp, script, style';
          const isEnglish = text => (text.match(/[A-Za-z]*[a-z]{3,}/g) ?? []).some(word => !known.has(word));
          const check = (element, text, isAttribute) => {
            if (/^[a-z0-9-]+:[a-z0-9-]+$/.test(text.trim())) return; // a code such as osce:7
            if (!text.trim() || element.closest('[lang]')?.lang !== 'ar') return;
            if (said.has(text.trim()) || !element.closest(given) && isEnglish(text)
              || isAttribute && isEnglish(text) && !element.closest('[dir=ltr]')) {
              found.push(`${element.tagName.toLowerCase()}.${element.className}: ${text.trim().slice(0, 120)}`);
            }
          };
          const all = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
          while (all.nextNode()) check(all.currentNode.parentElement, all.currentNode.data, false);
          for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
            for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
              check(element, element.getAttribute(name) ?? '', true);
          return [...new Set(found)];
        }
        """;

    private static readonly Lazy<(string[] Words, string[] Kept)> Arabic = new(Read);

    /// <summary>
    /// The page says that it is in the language, runs in its direction, and where that is Arabic says nothing of ours
    /// in English outside <c>lang="en"</c>.
    /// </summary>
    public static async Task MustSpeakAsync(this Visit visit, string language)
    {
        var page = visit.Page.Locator("html");
        Assert.Equal(language, await page.GetAttributeAsync("lang"));
        Assert.Equal(language == "ar" ? "rtl" : "ltr", await page.GetAttributeAsync("dir"));
        if (language == "ar")
        {
            var found = await visit.Page.EvaluateAsync<string[]>(
                Unsaid, new object[] { Arabic.Value.Words, Arabic.Value.Kept });
            Assert.True(found.Length == 0, $"{visit.Page.Url} says in English:\n{string.Join('\n', found)}");
        }
    }

    /// <summary>The same on each of these pages.</summary>
    public static async Task MustSpeakAtAsync(this Visit visit, string language, params string[] paths)
    {
        foreach (var path in paths)
        {
            await visit.OpenAsync(path);
            await visit.MustSpeakAsync(language);
        }
    }

    private static (string[] Words, string[] Kept) Read()
    {
        var file = Path.Combine(Repository.Root, "src", "CbmExchange.Web", "Language", "Words.ar.resx");
        var all = XDocument.Load(file).Root!.Elements("data")
            .Select(data => (Key: data.Attribute("name")!.Value, Said: data.Element("value")!.Value)).ToList();
        var kept = all.SelectMany(one => Latin().Matches(one.Said)).Select(match => match.Value);
        return (
            [.. all.Where(one => one.Key != one.Said && one.Key.Contains(' ')).Select(one => one.Key)],
            [.. kept.Append("CbmExchange").Distinct()]);
    }

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Latin();
}

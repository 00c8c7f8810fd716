using System.Net;
using System.Text;

namespace CbmExchange.Node.Contacts.Export;

/// <summary>
/// The printed card as one HTML file without anything from elsewhere: an A4 page for each State, numbers large, the
/// marking at top and bottom of each page.
/// </summary>
internal static class CardHtml
{
    private const string Style = """
        @page { size: A4; margin: 12mm }
        body { font: 9.5pt/1.25 sans-serif; margin: 0; color: #000; background: #fff }
        section { break-after: page; break-inside: avoid; max-height: 273mm; overflow: hidden }
        section:last-child { break-after: auto }
        .marking { text-align: center; font-weight: bold; border: 1pt solid #000; padding: 1mm }
        h1 { font-size: 16pt; margin: 2mm 0 0 }
        h2 { font-size: 12pt; margin: 3mm 0 0; border-top: 1pt solid #000; padding-top: 1mm }
        .number { font-size: 17pt; font-weight: bold; font-family: monospace; overflow-wrap: anywhere }
        .number span { font-size: 9.5pt; font-weight: normal; font-family: sans-serif }
        dl { display: grid; grid-template-columns: 22mm 1fr; margin: 0 } dd { margin: 0 }
        .spelling { font-size: 8pt; border-top: 1pt solid #000; margin-top: 3mm; padding-top: 1mm }
        .spelling span { display: inline-block; width: 29mm } .small { font-size: 8pt }
        """;

    /// <summary>All pages.</summary>
    public static string Of(ExportedDirectory directory)
    {
        var html = new StringBuilder()
            .Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta http-equiv=\"Content-Security-Policy\" ")
            .Append("content=\"default-src 'none'; style-src 'unsafe-inline'\">")
            .Append("<title>Points of contact</title>\n<style>\n").Append(Style).Append("\n</style></head><body>\n");
        foreach (var state in directory.States)
        {
            Page(html, new CardPage(directory, state));
        }

        return html.Append("</body></html>\n").ToString();
    }

    private static void Page(StringBuilder html, CardPage page)
    {
        html.Append("<section>\n");
        Line(html, "div class=\"marking\"", page.Marking);
        Line(html, "h1", page.Title);
        Line(html, "div", page.AsOf);
        foreach (var note in page.Notes())
        {
            Line(html, "div", note);
        }

        foreach (var contact in page.Contacts)
        {
            Contact(html, contact);
        }

        html.Append("<div class=\"spelling\">");
        foreach (var one in CardPage.Spelling)
        {
            html.Append("<span>").Append(Safe(one)).Append("</span> ");
        }

        html.Append("</div>\n");
        foreach (var note in page.Footnotes())
        {
            Line(html, "div class=\"small\"", note);
        }

        Line(html, "div class=\"marking\"", page.Marking);
        html.Append("</section>\n");
    }

    private static void Contact(StringBuilder html, ExportedContact exported)
    {
        var played = exported.IsPlayed ? $"{exported.Context.ToUpperInvariant()} " : "";
        Line(html, "h2", $"{played}{exported.Name} · {string.Join(" + ", exported.Contact.Kinds)}");
        foreach (var (number, what) in CardPage.Channels(exported))
        {
            html.Append("<div class=\"number\">").Append(Safe(number)).Append(" <span>").Append(Safe(what))
                .Append("</span></div>\n");
        }

        html.Append("<dl>");
        foreach (var (label, text) in CardPage.Lines(exported).Where(line => line.Text.Length > 0))
        {
            html.Append("<dt>").Append(Safe(label)).Append("</dt><dd>").Append(Safe(text)).Append("</dd>");
        }

        html.Append("</dl>\n");
    }

    private static void Line(StringBuilder html, string tag, string text) => html.Append('<').Append(tag).Append('>')
        .Append(Safe(text)).Append("</").Append(tag.Split(' ')[0]).Append(">\n");

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}

using System.Text;

namespace CbmExchange.Node.Contacts.Export;

/// <summary>The printed card as plain text: a page of at most 66 lines of 80 characters for each State (A4).</summary>
internal static class CardText
{
    private const int Width = 80;
    private const int LinesMax = 66;
    private const int SpellingsPerLine = 6;
    private const string PageBreak = "\f";

    /// <summary>All pages.</summary>
    public static string Of(ExportedDirectory directory) => string.Join(
        PageBreak, directory.States.Select(state => Page(new CardPage(directory, state))));

    private static string Page(CardPage page)
    {
        List<string> head = [Centred(page.Marking), new('=', Width), .. Wrapped(page.Title, ""), page.AsOf, ""];
        List<string> foot = [new('-', Width), .. Spelling(), .. page.Footnotes().SelectMany(note => Wrapped(note, ""))];
        foot.AddRange([new('=', Width), Centred(page.Marking)]);
        List<string> body = [.. page.Notes().SelectMany(note => Wrapped(note, "  "))];
        var isCut = false;
        foreach (var contact in page.Contacts)
        {
            var lines = Contact(contact).ToArray();
            isCut |= head.Count + body.Count + lines.Length + foot.Count + 1 > LinesMax;
            if (!isCut)
            {
                body.AddRange(lines);
            }
        }

        if (isCut)
        {
            body.Add("More contacts are held than fit on this page.");
        }

        return string.Join('\n', [.. head, .. body, .. foot]) + "\n";
    }

    private static IEnumerable<string> Contact(ExportedContact exported)
    {
        var played = exported.IsPlayed ? $"{exported.Context.ToUpperInvariant()}   " : "";
        foreach (var line in Wrapped(
            $"{played}{exported.Name.ToUpperInvariant()}   {string.Join(" + ", exported.Contact.Kinds)}", ""))
        {
            yield return line;
        }

        foreach (var (number, what) in CardPage.Channels(exported))
        {
            yield return Cut($"  >>  {number,-36} {what}");
        }

        foreach (var (label, text) in CardPage.Lines(exported).Where(line => line.Text.Length > 0))
        {
            foreach (var line in Wrapped($"{label,-10}{text}", "            "))
            {
                yield return line;
            }
        }

        yield return "";
    }

    private static IEnumerable<string> Spelling() => CardPage.Spelling.Chunk(SpellingsPerLine)
        .Select(some => string.Concat(some.Select(one => one.PadRight(Width / SpellingsPerLine))).TrimEnd());

    private static string Centred(string text) => new string(' ', Math.Max(0, (Width - text.Length) / 2)) + text;

    // A value is never cut without a sign; numbers and addresses of any real length fit.
    private static string Cut(string line) => line.Length <= Width ? line : line[..(Width - 1)] + "…";

    private static IEnumerable<string> Wrapped(string text, string indent)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return line.ToString();
                line.Clear().Append(indent);
            }
            else if (line.Length > 0 || word.Length == 0)
            {
                line.Append(' ');
            }

            line.Append(word);
        }

        yield return Cut(line.ToString());
    }
}

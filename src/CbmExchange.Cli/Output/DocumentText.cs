using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Output;

/// <summary>A national document's content, section by section.</summary>
internal static class DocumentText
{
    public static void Write(Screen screen, NationalDocument document)
    {
        Texts(screen, "title     ", document.Title);
        screen.Line($"kind      {screen.Code("NationalDocument.kind", document.Kind)}   "
            + screen.Code("NationalDocument.status", document.Status));
        Texts(screen, "issued by ", document.IssuingBody);
        Texts(screen, "abstract  ", document.Abstract);
        Texts(screen, "extent    ", document.ExtentStatement);
        Line(screen, "adopted   ", document.AdoptedOn);
        Line(screen, "topics    ", string.Join(", ", document.Topics));
        Line(screen, "measures  ", string.Join(", ", document.ReportsUnder));
        Line(screen, "official  ", document.OfficialUrl);
        foreach (var file in document.Files)
        {
            screen.Line($"file      {file.FileName}  {file.MediaType}  {file.SizeBytes} bytes  sha256 {file.Sha256}");
        }

        foreach (var section in document.Sections)
        {
            screen.Line($"section   {section.Id}  {TextsText.Short(section.Heading)}");
            Texts(screen, "          ", section.Body);
        }
    }

    private static void Texts(Screen screen, string label, IEnumerable<Text> texts)
    {
        foreach (var text in TextsText.All(screen, texts))
        {
            screen.Line(label + text);
        }
    }

    private static void Line(Screen screen, string label, string value)
    {
        if (value.Length > 0)
        {
            screen.Line(label + value);
        }
    }
}

namespace CbmExchange.Domain.Records;

/// <summary>Every limit on content, with unit and reason. Characters are Unicode scalar values.</summary>
public static class ContentLimits
{
    /// <summary>domain.md §4.1; fits one line of a duty screen.</summary>
    public const int SubjectCharsMax = 140;

    /// <summary>domain.md §4.1.</summary>
    public const int SummaryCharsMax = 2_000;

    /// <summary>domain.md §4.1: brevity is compulsory for FLASH (ACP 121).</summary>
    public const int FlashBodyCharsMax = 1_000;

    /// <summary>Design §5: one record version.</summary>
    public const int ContentBytesMax = 64 * 1024;

    /// <summary>domain.md §4.1: an attachment is fetched by its hash.</summary>
    public const long AttachmentBytesMax = 20L * 1024 * 1024;

    /// <summary>Names of offices, documents and persons: longer than any seen, short enough for one card line or
    /// two.</summary>
    public const int NameCharsMax = 300;

    /// <summary>A section of a document; several fit into one version.</summary>
    public const int SectionBodyCharsMax = 16_000;

    /// <summary>References, notes, reasons, titles of persons.</summary>
    public const int NoteCharsMax = 300;

    /// <summary>Renderings of one text: the six UN languages, OSCE's, and scripts of some.</summary>
    public const int TextsCountMax = 24;

    /// <summary>Channels, persons, languages, topics, shifts of one contact; sections and files of one
    /// document.</summary>
    public const int ListCountMax = 64;

    /// <summary>Addressees and participants named in a notification: the participants of one instance (design
    /// §5).</summary>
    public const int ParticipantsCountMax = 250;

    /// <summary>Closed days of one schedule: a year of weekends and holidays.</summary>
    public const int ClosedDaysCountMax = 130;

    /// <summary>BCP 47 tags in use stay below this (RFC 5646 §4.4.1 asks for 35).</summary>
    public const int LanguageTagCharsMax = 35;

    /// <summary>A code of a coded list.</summary>
    public const int CodeCharsMax = 64;

    /// <summary>RFC 5321 §4.5.3.1.1, octets.</summary>
    public const int EmailLocalBytesMax = 64;

    /// <summary>RFC 5321 §4.5.3.1.2, octets.</summary>
    public const int EmailDomainBytesMax = 255;

    /// <summary>An official address; longer ones are not quotable.</summary>
    public const int UrlCharsMax = 2_000;

    /// <summary>Digits of a RFC 3966 extension.</summary>
    public const int ExtensionDigitsMax = 11;
}

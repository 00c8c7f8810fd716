using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules;

/// <summary>Checks of the field types of domain.md §4: ml text, code, time, date, id, attachment.</summary>
internal static class Values
{
    public static Check Line(int charsMax) =>
        Shape.String(
            text => TextRules.Length(text) <= charsMax && TextRules.IsNormalised(text) && TextRules.IsPlainLine(text),
            Wanted(charsMax, "without control or directional characters")
        );

    public static Check Running(int charsMax) =>
        Shape.String(
            text => TextRules.Length(text) <= charsMax && TextRules.IsNormalised(text) && TextRules.IsRunningText(text),
            Wanted(charsMax, "without control characters or bidirectional overrides")
        );

    /// <summary>One line in several languages: subjects and names.</summary>
    public static Check Names(int charsMax) => Texts(Line(charsMax));

    /// <summary>Running text in several languages.</summary>
    public static Check RunningTexts(int charsMax) => Texts(Running(charsMax));

    public static Check LanguageTag { get; } =
        Shape.String(TextRules.IsLanguageTag, "Must be a BCP 47 language tag, e.g. fr or sr-Latn.");

    public static Check Uuid { get; } =
        Shape.String(TextRules.IsUuid, "Must be an id: a UUID in lower case, 36 characters.");

    public static Check KebabId { get; } =
        Shape.String(TextRules.IsKebab, "Must be lower-case words joined by hyphens, at most 64 characters.");

    public static Check Time { get; } =
        Shape.String(text => TextRules.TryTime(text, out _), "Must be an RFC 3339 instant, e.g. 2026-11-22T03:05:00Z.");

    public static Check Date { get; } =
        Shape.String(TextRules.IsDate, "Must be an ISO 8601 date: year, year-month or year-month-day.");

    public static Check Day { get; } = Shape.String(TextRules.IsDay, "Must be an ISO 8601 date, e.g. 2026-11-22.");

    /// <summary>A code of a list that decides what the software does.</summary>
    public static Check Closed(ImmutableArray<string> codes) =>
        Shape.String(text => codes.Contains(text), $"Must be one of: {string.Join(", ", codes)}.");

    /// <summary>A code of a list that only describes: others than the known ones are kept and shown raw.</summary>
    public static Check Open { get; } =
        Shape.String(
            TextRules.IsCode,
            "Must be a code: lower-case letters and digits joined by hyphens or colons, at most 64 characters."
        );

    public static Check TimeZone { get; } =
        Shape.String(
            TextRules.IsTimeZone,
            "Must be an IANA time zone name that is known here, e.g. Europe/Vilnius; never a fixed offset."
        );

    public static Check Phone { get; } =
        Shape.String(TextRules.IsPhoneNumber, "Must be an E.164 number: + and 2 to 15 digits, not starting with 0.");

    public static Check Email { get; } =
        Shape.String(
            TextRules.IsEmail,
            "Must be an e-mail address: at most 64 octets before the @ and 255 after."
        );

    public static Check Fingerprint { get; } =
        Shape.String(TextRules.IsFingerprint, "Must be 40 or 64 hex digits.");

    public static Check CveId { get; } =
        Shape.String(TextRules.IsCveId, "Must be a CVE id, e.g. CVE-2026-12345.");

    /// <summary>Fictional by ISO 3166-1: no real State has a part in a scenario (domain.md §4.14).</summary>
    public static Check ScenarioDesignator { get; } =
        Shape.String(
            TextRules.IsUserAssignedCode,
            "Must be AA, QM to QZ, XA to XZ or ZZ: no real State has a part in a scenario."
        );

    public static Check Sha256 { get; } = Shape.String(TextRules.IsSha256, "Must be 64 lower-case hex digits.");

    public static Check Url { get; } = Shape.String(IsHttpsUrl, "Must be an absolute https or http address.");

    public static Check TimeRange =>
        (value, path, faults) =>
        {
            Shape.Object(Shape.Required("earliest", Time), Shape.Optional("latest", Time))(value, path, faults);
            if (
                Json.Time(value, "earliest") is { } earliest
                && Json.Time(value, "latest") is { } latest
                && latest < earliest
            )
            {
                faults.Add(Shape.Join(path, "latest"), "Must not be before earliest.");
            }
        };

    public static Check Attachment { get; } =
        Shape.Object(
            Shape.Required("sha256", Sha256),
            Shape.Required("sizeBytes", Shape.Integer(1, ContentLimits.AttachmentBytesMax)),
            Shape.Required("mediaType", Closed(CodeLists.AttachmentType)),
            Shape.Required("fileName", Shape.String(IsFileName, "Must be a file name without a path.")),
            Shape.Optional("lang", LanguageTag),
            Shape.Optional("format", Line(ContentLimits.CodeCharsMax))
        );

    public static Check RecordReference { get; } =
        Shape.Object(Shape.Required("recordId", Uuid), Shape.Required("contentHash", Sha256));

    private static Check Texts(Check text) =>
        (value, path, faults) =>
        {
            Shape.List(
                Shape.Object(
                    Shape.Required("lang", LanguageTag),
                    Shape.Required("text", text),
                    Shape.Required("status", Closed(CodeLists.TranslationStatus))
                ),
                ContentLimits.TextsCountMax
            )(value, path, faults);
            if (value.ValueKind != JsonValueKind.Array)
            {
                return;
            }

            Shape.RefuseRepeats(value, "lang", path, faults);
            if (!value.EnumerateArray().Any(item => Json.String(item, "status") == "authoritative"))
            {
                faults.Add(path, "At least one text must have the status authoritative.");
            }
        };

    private static string Wanted(int charsMax, string rest) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Must be text in Unicode NFC of at most {charsMax} characters, {rest}."
        );

    private static bool IsHttpsUrl(string text) =>
        text.Length <= ContentLimits.UrlCharsMax
        && TextRules.IsPlainLine(text)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "https" or "http"
        && uri.UserInfo.Length == 0;

    private static bool IsFileName(string text) =>
        TextRules.Length(text) <= ContentLimits.NameCharsMax
        && TextRules.IsNormalised(text)
        && TextRules.IsPlainLine(text)
        && text is not ("." or "..")
        && !text.AsSpan().ContainsAny('/', '\\', ':');
}

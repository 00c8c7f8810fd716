using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CbmExchange.Domain.Records;

/// <summary>Rules on single strings. Each answers true when the string is as it must be.</summary>
public static partial class TextRules
{
    // Unicode TR 9 §2: embeddings, overrides and isolates can make a name read as another (spoofing).
    private static readonly SearchValues<char> BidiControls = SearchValues.Create(
        "\u200E\u200F\u061C\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069"
    );

    private static readonly SearchValues<char> BidiOverrides = SearchValues.Create("\u202D\u202E");

    /// <summary>Length as people count it: Unicode scalar values.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>True when well formed and in NFC (domain.md §4.1).</summary>
    public static bool IsNormalised(string text) =>
        !HasLoneSurrogate(text) && text.IsNormalized(NormalizationForm.FormC);

    /// <summary>One line: no control characters, line separators or directional controls at all.</summary>
    public static bool IsPlainLine(string text) =>
        text.AsSpan().IndexOfAny(BidiControls) < 0
        && !text.Any(character => char.IsControl(character) || character is '\u2028' or '\u2029');

    /// <summary>Running text: line feed and tab are allowed, other control characters and overrides are not.</summary>
    public static bool IsRunningText(string text) =>
        text.AsSpan().IndexOfAny(BidiOverrides) < 0
        && !text.Any(character => char.IsControl(character) && character is not ('\n' or '\t'));

    /// <summary>The shape of a BCP 47 tag (RFC 5646 §2.1); whether the subtags are registered is not asked.</summary>
    public static bool IsLanguageTag(string text) =>
        text.Length <= ContentLimits.LanguageTagCharsMax && LanguageTag().IsMatch(text);

    /// <summary>E.164: a plus sign and 2 to 15 digits, the first not 0.</summary>
    public static bool IsPhoneNumber(string text) => PhoneNumber().IsMatch(text);

    /// <summary>RFC 5321 §4.5.3.1 lengths in octets; RFC 6531 allows characters beyond ASCII.</summary>
    public static bool IsEmail(string text)
    {
        var at = text.LastIndexOf('@');
        if (at <= 0 || at == text.Length - 1 || !IsPlainLine(text) || text.Any(char.IsWhiteSpace))
        {
            return false;
        }

        var local = text[..at];
        var domain = text[(at + 1)..];
        return Encoding.UTF8.GetByteCount(local) <= ContentLimits.EmailLocalBytesMax
            && Encoding.UTF8.GetByteCount(domain) <= ContentLimits.EmailDomainBytesMax
            && !local.Contains('@', StringComparison.Ordinal)
            && domain.Split('.').All(label => label.Length > 0 && label[0] != '-' && label[^1] != '-');
    }

    /// <summary>A time zone that the system's tz database knows by an IANA name; a fixed offset is none.</summary>
    public static bool IsTimeZone(string text) =>
        ZoneName().IsMatch(text)
        && !text.StartsWith("Etc/GMT", StringComparison.Ordinal)
        && TimeZoneInfo.TryFindSystemTimeZoneById(text, out _);

    /// <summary>ISO 8601 calendar date of precision year, month or day.</summary>
    public static bool IsDate(string text) =>
        text.Length switch
        {
            4 => DateOnly.TryParseExact(
                text + "-01-01",
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out _
            ),
            7 => DateOnly.TryParseExact(
                text + "-01",
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out _
            ),
            _ => IsDay(text),
        };

    /// <summary>ISO 8601 calendar date of precision day.</summary>
    public static bool IsDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>HH:MM from 00:00 to 23:59, and 24:00 where the end of a day is meant.</summary>
    public static bool IsTimeOfDay(string text, bool isEnd) => TimeOfDay().IsMatch(text) || (isEnd && text == "24:00");

    /// <summary>40 hex digits (OpenPGP v4) or 64 (OpenPGP v6, SHA-256 of a certificate).</summary>
    public static bool IsFingerprint(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit);

    /// <summary>64 lower-case hex digits.</summary>
    public static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>CVE-year-number (cve.org, four digits or more).</summary>
    public static bool IsCveId(string text) => CveId().IsMatch(text);

    /// <summary>A code that ISO 3166-1 leaves to users: AA, QM to QZ, XA to XZ, ZZ.</summary>
    public static bool IsUserAssignedCode(string text) => UserAssignedCode().IsMatch(text);

    /// <summary>A UUID in lower case, 36 characters.</summary>
    public static bool IsUuid(string text) => Uuid().IsMatch(text);

    /// <summary>lower-kebab, as ids within a record are.</summary>
    public static bool IsKebab(string text) => text.Length <= ContentLimits.CodeCharsMax && Kebab().IsMatch(text);

    /// <summary>A code as coded lists have them: lower-kebab words, parts divided by a colon.</summary>
    public static bool IsCode(string text) => text.Length <= ContentLimits.CodeCharsMax && Code().IsMatch(text);

    /// <summary>RFC 3339 instant, as proto3-JSON writes it.</summary>
    public static bool TryTime(string text, out DateTimeOffset time)
    {
        time = default;
        return Rfc3339().IsMatch(text)
            && DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out time
            );
    }

    /// <summary>As proto3-JSON writes an instant: UTC, to the millisecond at most.</summary>
    public static string FormatTime(DateTimeOffset time) =>
        time.UtcDateTime.Millisecond == 0
            ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static bool HasLoneSurrogate(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogatePair(text, index))
            {
                index++;
            }
            else if (char.IsSurrogate(text[index]))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(
        @"^([A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})"
            + @"(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
            + @"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
            + @"(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*(-[Xx](-[A-Za-z0-9]{1,8})+)?\z"
            + @"|^[Xx](-[A-Za-z0-9]{1,8})+\z"
    )]
    private static partial Regex LanguageTag();

    [GeneratedRegex(@"^\+[1-9][0-9]{1,14}\z")]
    private static partial Regex PhoneNumber();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\z")]
    private static partial Regex ZoneName();

    [GeneratedRegex(@"^([01][0-9]|2[0-3]):[0-5][0-9]\z")]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\z")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^CVE-[0-9]{4}-[0-9]{4,12}\z")]
    private static partial Regex CveId();

    [GeneratedRegex(@"^(AA|Q[M-Z]|X[A-Z]|ZZ)\z")]
    private static partial Regex UserAssignedCode();

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Kebab();

    [GeneratedRegex(@"^[a-z0-9]+([-:.][a-z0-9]+)*\z")]
    private static partial Regex Code();

    [GeneratedRegex(
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})\z"
    )]
    private static partial Regex Rfc3339();
}

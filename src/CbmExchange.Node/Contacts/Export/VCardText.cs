using System.Text;

namespace CbmExchange.Node.Contacts.Export;

/// <summary>vCard 4 as text (RFC 6350 §3): lines of at most 75 octets, CRLF, UTF-8.</summary>
internal static class VCardText
{
    private const int LineOctetsMax = 75;

    /// <summary>Writes one card.</summary>
    public static void Write(StringBuilder text, IEnumerable<VCardProperty> card)
    {
        Fold(text, "BEGIN:VCARD");
        foreach (var property in card)
        {
            Fold(text, Line(property));
        }

        Fold(text, "END:VCARD");
    }

    private static string Line(VCardProperty property)
    {
        var line = new StringBuilder(property.Name);
        if (property.Type != property.DefaultType)
        {
            line.Append(";VALUE=").Append(property.Type);
        }

        foreach (var (name, values) in property.Parameters)
        {
            line.Append(';').Append(name).Append('=').AppendJoin(',', values.Select(Parameter));
        }

        return line.Append(':').AppendJoin(',', property.Values.Select(value => Value(property, value))).ToString();
    }

    // RFC 6350 §3.4: a comma is always escaped, a semicolon where the value has parts. Elsewhere it may be; some
    // programs show the backslash then.
    private static string Value(VCardProperty property, string value) =>
        property switch
        {
            { Type: "timestamp" } => value.Replace("-", "", StringComparison.Ordinal)
                .Replace(":", "", StringComparison.Ordinal),
            { Type: "text" } => value.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace(",", "\\,", StringComparison.Ordinal)
                .Replace(";", property.Name == "ORG" ? "\\;" : ";", StringComparison.Ordinal)
                .Replace("\r\n", "\\n", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
                .Replace('\r', ' '),
            _ => new string([.. value.Where(letter => !char.IsControl(letter))]),
        };

    // RFC 6350 §3.3, RFC 6868: a parameter in quotes holds anything but quotes and control characters.
    private static string Parameter(string value)
    {
        var plain = new string([.. value.Where(letter => !char.IsControl(letter) && letter != '"')]);
        return plain.Any(letter => letter is ',' or ':' or ';') ? $"\"{plain}\"" : plain;
    }

    // RFC 6350 §3.2: a line goes on after CRLF and a space, never within a character.
    private static void Fold(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LineOctetsMax)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}

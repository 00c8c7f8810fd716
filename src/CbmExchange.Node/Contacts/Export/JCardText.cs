using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CbmExchange.Node.Contacts.Export;

/// <summary>The same cards as JSON (RFC 7095): an array of jCards.</summary>
internal static class JCardText
{
    // The reader takes JSON, not a page: names in any script stay readable.
    private static readonly JsonWriterOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All cards.</summary>
    public static string Of(IEnumerable<IReadOnlyList<VCardProperty>> cards)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartArray();
            foreach (var card in cards)
            {
                json.WriteStartArray();
                json.WriteStringValue("vcard");
                json.WriteStartArray();
                foreach (var property in card)
                {
                    Write(json, property);
                }

                json.WriteEndArray();
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    // RFC 7095 §3.3: name, parameters, type, values. A property that this standard does not know is of type "unknown"
    // in other programs; here its type is known.
    private static void Write(Utf8JsonWriter json, VCardProperty property)
    {
        json.WriteStartArray();
        json.WriteStringValue(property.Name.ToLowerInvariant());
        json.WriteStartObject();
        foreach (var (name, values) in property.Parameters)
        {
            json.WritePropertyName(name.ToLowerInvariant());
            WriteOneOrList(json, values);
        }

        json.WriteEndObject();
        json.WriteStringValue(property.Type);
        foreach (var value in property.Values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteOneOrList(Utf8JsonWriter json, string[] values)
    {
        if (values is [var one])
        {
            json.WriteStringValue(one);
            return;
        }

        json.WriteStartArray();
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}

namespace CbmExchange.Node.Contacts.Export;

/// <summary>One property of a vCard, from which the text (RFC 6350) and the JSON (RFC 7095) are written.</summary>
/// <param name="Name">In upper case.</param>
/// <param name="Type">Value type as jCard names it: text, uri, language-tag, timestamp.</param>
/// <param name="Values">One, or several of a list; none is empty.</param>
/// <param name="Parameters">Name in upper case, and its values.</param>
internal sealed record VCardProperty(
    string Name, string Type, IReadOnlyList<string> Values, params (string Name, string[] Values)[] Parameters)
{
    /// <summary>A property of one text.</summary>
    public static VCardProperty Text(string name, string value, params (string, string[])[] parameters) =>
        new(name, "text", [value], parameters);

    /// <summary>A property of one address.</summary>
    public static VCardProperty Uri(string name, string value, params (string, string[])[] parameters) =>
        new(name, "uri", [value], parameters);

    /// <summary>The value type that the text form takes for granted (RFC 6350 §6); another is named.</summary>
    public string DefaultType => Name switch
    {
        "UID" or "KEY" or "RELATED" => "uri",
        "REV" => "timestamp",
        "LANG" => "language-tag",
        _ when Name.StartsWith("X-", StringComparison.Ordinal) => "unknown",
        _ => "text",
    };
}

namespace CbmExchange.Web.Publishing.Forms;

/// <summary>What all fields of one form share.</summary>
/// <param name="Lists">What there is to choose from.</param>
/// <param name="Faults">What is wrong, by path.</param>
/// <param name="Required">Top-level fields without which no draft is taken.</param>
/// <param name="Language">Language of a text that is begun.</param>
/// <param name="Address">Path of the page, so that a button returns to its field.</param>
internal sealed record FormScene(
    FormLists Lists, FormFaults Faults, IReadOnlyCollection<string> Required, string Language, string Address)
{
    /// <summary>Name of the select that says why a field is empty.</summary>
    public const string AbsentPrefix = "absent.";

    /// <summary>Why fields are empty, by field: unknown-to-us, declined.</summary>
    public Dictionary<string, string> Absent { get; } = new(StringComparer.Ordinal);

    /// <summary>Id of the place of a path, for labels and for coming back.</summary>
    public static string IdOf(string path) => "p-" + path.Replace('.', '-').Replace("[", "-").Replace("]", "");

    /// <summary>Address that brings the browser back to this place.</summary>
    public string Back(string path) => $"{Address}#{IdOf(path)}";
}

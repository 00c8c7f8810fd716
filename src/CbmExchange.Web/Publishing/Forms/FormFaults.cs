namespace CbmExchange.Web.Publishing.Forms;

/// <summary>What is wrong with a form, by the path of the field; in English, as the node says it.</summary>
internal sealed class FormFaults
{
    private readonly Dictionary<string, List<string>> found = new(StringComparer.Ordinal);

    /// <summary>True when nothing is.</summary>
    public bool IsEmpty => found.Count == 0;

    /// <summary>Paths at which something is wrong.</summary>
    public IReadOnlyCollection<string> Paths => found.Keys;

    /// <summary>Adds a fault.</summary>
    public void Add(string path, string what)
    {
        if (!found.TryGetValue(path, out var all))
        {
            found[path] = all = [];
        }

        all.Add(what);
    }

    /// <summary>What is wrong at exactly this place.</summary>
    public IReadOnlyList<string> At(string path) => found.GetValueOrDefault(path) ?? [];

    /// <summary>True when something is wrong here or inside.</summary>
    public bool IsUnder(string path) => found.Keys.Any(place => place == path
        || (place.StartsWith(path, StringComparison.Ordinal) && place[path.Length] is '.' or '['));
}

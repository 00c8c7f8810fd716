using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store;

namespace CbmExchange.Simulation.Checkers;

/// <summary>
/// What each entry gave its recipient when it was written, so that the checker knows what an entry that comes back
/// says, whatever the node makes of it (decision 0022).
/// </summary>
internal sealed class GivenMemory
{
    private readonly Dictionary<string, GivenModel> written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>An entry was written for a release.</summary>
    public void Wrote(StoredPeerEntry entry, GivenModel given) => written[KeyOf(entry.Entry.Span)] = given;

    /// <summary>
    /// What a recipient counts as given by an entry with a statement that came back. Of a version that the node still
    /// has, just what was given; of another one, what can be read in it, and of its lists not whether they are whole.
    /// </summary>
    public GivenModel Back(VerifiedEntry entry, RecordModel record)
    {
        var isOut = entry.Body.NarrowedAt is not null;
        var jwt = Encoding.ASCII.GetString(entry.Sealed.Statement.Span);
        foreach (var (version, _) in record.Statements.Where(known => known.Value == jwt))
        {
            return written[KeyOf(entry.Sealed.Entry.Span)] with { Version = version, IsNarrowed = isOut };
        }

        var view = OpenedStatement.Read(entry.Sealed.Statement.Span, entry.Sealed.Disclosures);
        using var fields = JsonDocument.Parse(view);
        var leaves = new HashSet<string>(StringComparer.Ordinal);
        var whole = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in fields.RootElement.EnumerateObject())
        {
            leaves.UnionWith(ExpectedView.Parts(field).Select(part => part.Path));
            if (field.Value.ValueKind != JsonValueKind.Array)
            {
                whole.Add(field.Name);
            }
        }

        // Each by a number of its own, which no version has.
        return new GivenModel(NumberOf(jwt), leaves, whole, view, entry.Body.Marking.Tlp, isOut);
    }

    private int NumberOf(string jwt)
    {
        if (!numbers.TryGetValue(jwt, out var number))
        {
            numbers[jwt] = number = -1 - numbers.Count;
        }

        return number;
    }

    private static string KeyOf(ReadOnlySpan<byte> entry) => Convert.ToHexString(SHA256.HashData(entry));
}

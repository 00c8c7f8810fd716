using System.Globalization;

namespace CbmExchange.Node.Publishing;

/// <summary>How many recipients of a record are known to have fetched it.</summary>
/// <param name="Told">Recipients.</param>
/// <param name="Fetched">Of these, known to have fetched it.</param>
/// <param name="Since">From when on fetches are known: of the others it is not known whether they did before.</param>
internal sealed record FetchCount(int Told, int Fetched, DateTimeOffset Since)
{
    /// <summary>What whoever withdraws is told; never more certain than it is.</summary>
    public string Sentence =>
        $"Sent to {Told} {(Told == 1 ? "participant" : "participants")}; {Known}; "
        + "copies outside the platform cannot be reached.";

    private string Known => Fetched == Told
        ? Told == 1 ? "it fetched it" : "all of them fetched it"
        : $"{Fetched} known to have fetched it (fetches are known since "
            + $"{Since.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)})";
}

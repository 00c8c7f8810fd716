namespace CbmExchange.Node.Administration;

/// <summary>Concerns that the status report shows in plain words; whoever has some gives them to it.</summary>
internal interface IHealthLines
{
    /// <summary>One line per concern, as of now; none when all is well.</summary>
    IEnumerable<string> Lines();
}

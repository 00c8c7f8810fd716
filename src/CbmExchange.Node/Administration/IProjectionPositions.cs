using CbmExchange.Domain;

namespace CbmExchange.Node.Administration;

/// <summary>Up to where projections are done; whoever runs some gives them to the status report.</summary>
internal interface IProjectionPositions
{
    /// <summary>Name and position of each.</summary>
    IEnumerable<(string Name, LogPosition Position)> Positions();
}

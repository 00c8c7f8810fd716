using System.Text.Json.Nodes;

namespace CbmExchange.Store;

/// <summary>
/// Brings a stored body of an older shape to a newer one on read; what is stored stays as it is (style D3).
/// </summary>
public interface IEventUpcaster
{
    /// <summary>The stored alias that this is about.</summary>
    string Alias { get; }

    /// <summary>
    /// The alias that the result has; may be the same one. A chain has at most <see cref="EventTypes.UpcastCountMax"/>
    /// steps.
    /// </summary>
    string NewAlias { get; }

    /// <summary>True when the body is of the older shape.</summary>
    bool AppliesTo(JsonObject body);

    /// <summary>Changes the body in place.</summary>
    void Upcast(JsonObject body);
}

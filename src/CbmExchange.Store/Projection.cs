using System.Reflection;

namespace CbmExchange.Store;

/// <summary>
/// A view of the log in tables of its own, folded from events in the order of positions. It can be dropped and folded
/// again from zero with the same result (style D3), so nothing but events may go into it: no clock, no chance, no
/// other table. Names in its SQL are unqualified: the runner puts the projection's schema first in the search path.
/// </summary>
public abstract class Projection
{
    /// <summary>Lower-case letters, digits and dashes, at most 20. Never given to another projection.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// From 1. Raised with every change of tables or folding; the new one is built beside the old one.
    /// </summary>
    public abstract int Version { get; }

    /// <summary>Makes the tables of this version in an empty schema.</summary>
    public abstract string TablesSql { get; }

    /// <summary>
    /// Folds a page of events, in order, into commands of <paramref name="writer"/>: set-based where a page may hold
    /// many. An exception that is not the database's trouble marks an event as poison and stops this projection.
    /// </summary>
    public abstract ValueTask FoldAsync(
        IReadOnlyList<StoredEvent> page, ProjectionWriter writer, CancellationToken cancellationToken);

    /// <summary>Name of the row in mt_event_progression, as Marten names its shards.</summary>
    internal string ProgressName => Version == 1 ? $"{Name}:All" : $"{Name}:V{Version}:All";

    /// <summary>The schema of its tables.</summary>
    internal string SchemaIn(string schema) => $"{schema}_p_{Name.Replace('-', '_')}_v{Version}";

    /// <summary>SQL that is an embedded file of this assembly: <c>&lt;Capability&gt;/Sql/&lt;file&gt;</c>.</summary>
    protected static string SqlFile(string capability, string file)
    {
        var name = $"CbmExchange.Store.{capability}.Sql.{file}";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The embedded file {name} does not exist.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

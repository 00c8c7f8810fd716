using System.Globalization;

namespace CbmExchange.Testing.Wire;

/// <summary>One message between a store and its PostgreSQL, as a <see cref="PostgresProxy"/> sees it pass.</summary>
/// <param name="Program">Which of the store's ways it took: writer, reads, projections, listener, views.</param>
/// <param name="FromServer">True for an answer.</param>
/// <param name="Type">Its type (PostgreSQL documentation, "Message Formats"); ^ for the startup message.</param>
/// <param name="Ordinal">Its place among those of the same way and direction, from 1.</param>
public sealed record WireStep(string Program, bool FromServer, char Type, int Ordinal)
{
    /// <summary>True where a refusal can stand: the first message of a command, or an answer.</summary>
    public bool CanRefuse => FromServer ? Type is '1' or 'D' or 'C' or 'R' or 'Z' : Type is 'P' or 'Q' or '^';

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Program} {(FromServer ? '<' : '>')} {Ordinal,2} {Name}");

    private string Name => (FromServer, Type) switch
    {
        (false, '^') => "startup",
        (false, 'p') => "password",
        (false, 'P') => "parse",
        (false, 'B') => "bind",
        (false, 'D') => "describe",
        (false, 'E') => "execute",
        (false, 'S') => "sync",
        (false, 'Q') => "query",
        (false, 'X') => "goodbye",
        (true, 'R') => "authentication",
        (true, 'S') => "setting",
        (true, 'K') => "cancel key",
        (true, '1') => "parsed",
        (true, '2') => "bound",
        (true, 'T') => "columns",
        (true, 'D') => "row",
        (true, 'C') => "complete",
        (true, 'Z') => "ready",
        (true, 'n') => "no data",
        (true, 'E') => "error",
        (true, 'A') => "notification",
        _ => Type.ToString(),
    };
}

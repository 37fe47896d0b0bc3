//! Names an author may have meant.

/// Commands that are no functions of the parser but symbols or macros, to suggest what may have been meant.
pub(super) const COMMANDS: &str = r"
    \Delta \Gamma \Lambda \Leftarrow \Leftrightarrow \Longleftarrow \Longleftrightarrow \Longrightarrow
    \Omega \Phi \Pi \Psi \Rightarrow \Sigma \Theta \Upsilon \Xi \aleph \alpha \angle \approx \ast
    \because \beta \bigcap \bigcup \bmod \bot \boxed \bullet \cap \cdot \cdots \chi \circ \colon
    \complement \cong \cup \dagger \dbinom \ddots \delta \diamond \div \dots \downarrow \ell \emptyset
    \epsilon \equiv \eta \exists \forall \gamma \ge \geq \gets \gg \gtrsim \hbar \hookleftarrow
    \hookrightarrow \iff \imath \implies \impliedby \in \infty \iota \jmath \kappa \lambda \land \langle
    \lceil \ldots \le \leftarrow \leftrightarrow \leq \lfloor \liminf \limsup \ll \lnot \longleftarrow
    \longleftrightarrow \longmapsto \longrightarrow \lor \lvert \lVert \mapsto \mid \models \mp \mu
    \nabla \ne \neg \neq \ni \not \notin \nu \oint \omega \oplus \otimes \parallel \partial \perp \phi
    \pi \pm \pmod \prec \preceq \prime \propto \psi \qquad \quad \rangle \rceil \rfloor \rho \rightarrow
    \rightleftharpoons \rightsquigarrow \rvert \rVert \setminus \sigma \sim \simeq \sqcap \sqcup
    \sqsubseteq \square \star \subset \subseteq \substack \succ \succeq \supset \supseteq \tau \tbinom
    \therefore \theta \times \to \top \triangle \triangleq \uparrow \updownarrow \upsilon \varepsilon
    \varnothing \varphi \varrho \varsigma \vartheta \vdash \vdots \vee \wedge \wp \xi \zeta";

/// Environments that are translated.
pub(super) const ENVIRONMENTS: &str = r"
    Bmatrix Vmatrix align align* aligned alignat alignat* alignedat array bmatrix cases dcases drcases
    equation equation* gather gather* gathered matrix pmatrix rcases smallmatrix split subarray vmatrix";
